import { fromBinary } from '@bufbuild/protobuf';
import type { GraphProto, NodeProto, ValueInfoProto } from '../../src/onnx-schema/onnx-ml_pb.js';
import { ModelProtoSchema } from '../../src/onnx-schema/onnx-ml_pb.js';
import type { OnnxTensor } from './onnx-tensor.ts';
import { readTensor } from './onnx-tensor.ts';
import { reassemble } from './reassemble.ts';

export interface OnnxModel {
  readonly graph: GraphProto;
  /** The version of ONNX's own operators; their meaning depends on it. */
  readonly opset: number;
}

export function readModel(bytes: Uint8Array): OnnxModel {
  const { graph, opsetImport } = fromBinary(ModelProtoSchema, bytes);
  if (graph === undefined) throw new Error('a model without a graph');
  const own = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  return { graph: { ...graph, node: [...reassemble(graph)] }, opset: Number(own?.version ?? 1) };
}

/** What the caller of the model gives: inputs without an initializer. */
export function givenInputs({ graph }: OnnxModel): readonly ValueInfoProto[] {
  const own = new Set(graph.initializer.map(({ name }) => name));
  return graph.input.filter(({ name }) => !own.has(name));
}

/** The attributes of a node, each with what it is where it is not written. */
export interface Attributes {
  integer(name: string): number | undefined;
  integers(name: string): readonly number[] | undefined;
  number(name: string): number | undefined;
  text(name: string): string | undefined;
  tensor(name: string): OnnxTensor | undefined;
}

export function attributesOf({ attribute }: NodeProto): Attributes {
  const find = (name: string) => attribute.find((each) => each.name === name);
  return {
    integer: (name) => {
      const found = find(name);
      return found && Number(found.i);
    },
    integers: (name) => find(name)?.ints.map(Number),
    number: (name) => find(name)?.f,
    text: (name) => {
      const found = find(name);
      return found && new TextDecoder().decode(found.s);
    },
    tensor: (name) => {
      const found = find(name)?.t;
      return found && readTensor(found);
    },
  };
}
