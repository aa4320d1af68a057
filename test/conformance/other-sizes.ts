import { create, toBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ValueInfoProto } from '../../src/onnx-schema/onnx-ml_pb.js';
import { ModelProtoSchema, TensorShapeProtoSchema } from '../../src/onnx-schema/onnx-ml_pb.js';
import type { OnnxModel } from './onnx-model.ts';
import { elementsOf } from './onnx-tensor.ts';
import type { OnnxCase } from './suites.ts';

export type ModelledCase = OnnxCase & { readonly model: OnnxModel };

/** A model’s case with its first input in another shape, full of zeros. */
export interface Resized {
  readonly each: ModelledCase;
  readonly input: string;
  readonly shape: readonly number[];
}

/** Extents about as large as kernels are. */
const most = 6;

/** The case as it is, with one channel less or more, and with every small extent along each further axis and along all of them. */
export function resizings(each: ModelledCase): readonly Resized[] {
  const input = each.model.graph.node[0]!.input[0]!;
  const { shape } = each.example.inputs.get(input)!;
  const spatial = [...shape.keys()].slice(2);
  const smaller = (axes: readonly number[]): readonly (readonly number[])[] => {
    const largest = Math.min(most, ...axes.map((axis) => shape[axis]!));
    return Array.from({ length: largest }, (_, less) =>
      shape.map((extent, axis) => (axes.includes(axis) ? less + 1 : extent)),
    );
  };
  const shapes = [
    shape,
    ...[-1, 1].map((more) => shape.with(1, shape[1]! + more)),
    ...spatial.flatMap((axis) => smaller([axis])),
    ...(spatial.length > 1 ? smaller(spatial) : []),
  ];
  const valid = shapes.filter((extents) => elementsOf(extents) > 0);
  return valid.map((extents) => ({ each, input, shape: extents }));
}

/** Threads take longer to start than these models to run. Refusals are not to be printed. */
const options = { logSeverityLevel: 4, intraOpNumThreads: 1, interOpNumThreads: 1 } as const;

/** The shape of what ONNX Runtime computes, or its words where it refuses. */
export async function askRuntime({ each, input, shape }: Resized): Promise<readonly number[] | string> {
  const { graph, opset } = each.model;
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    graph: {
      ...graph,
      input: graph.input.map((value) => (value.name === input ? withShape(value, shape) : value)),
      output: graph.output.map((value) => withShape(value, undefined)),
    },
  });
  try {
    const session = await InferenceSession.create(toBinary(ModelProtoSchema, model), options);
    const given = [...each.example.inputs].map(([name, tensor]) => {
      const extents = name === input ? shape : tensor!.shape;
      const data = name === input ? new Float32Array(elementsOf(shape)) : new Float32Array(tensor!.data);
      return [name, new Tensor('float32', data, extents)] as const;
    });
    const answers = await session.run(Object.fromEntries(given));
    await session.release();
    return answers[graph.output[0]!.name]!.dims;
  } catch (error) {
    return (error as Error).message;
  }
}

function withShape(value: ValueInfoProto, extents: readonly number[] | undefined): ValueInfoProto {
  const { type } = value;
  if (type?.value.case !== 'tensorType') return value;
  const dim = extents?.map((extent) => ({ value: { case: 'dimValue', value: BigInt(extent) } as const }));
  const { shape: _, ...tensor } = type.value.value;
  const shape = dim === undefined ? {} : { shape: create(TensorShapeProtoSchema, { dim }) };
  return { ...value, type: { ...type, value: { case: 'tensorType', value: { ...tensor, ...shape } } } };
}
