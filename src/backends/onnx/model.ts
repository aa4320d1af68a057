import { create } from '@bufbuild/protobuf';
import { type ProtobufText, protobufText } from '../../emission/protobuf.ts';
import {
  TensorProto_DataType as DataType,
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from '../../onnx-schema/onnx-ml_pb.js';
import { named } from './attributes.ts';
import type { Description } from './description.ts';
import type { Initializer, ModelParts } from './encode.ts';
import type { OnnxGraph } from './lower.ts';
import type { OnnxNode, Value } from './node-writer.ts';

/**
 * The oldest opset that says what rnc means, which most engines can read: Softmax is over one axis from 13 on, and padding, clipping and
 * resizing by tensors, which 13 has, is how later ones do it. What came after it is written out: HardSwish (14),
 * LayerNormalization (17), Gelu (20), GroupNormalization (21).
 */
export const opset = 13n;
/** The version of the file format that came with the opset (ONNX 1.8, November 2020). */
export const irVersion = 7n;

/** The model for these initialisers. */
export function modelOf(
  graph: OnnxGraph,
  initializers: readonly Initializer[],
  description: Description,
): ModelParts {
  const model = create(ModelProtoSchema, {
    irVersion,
    opsetImport: [{ version: opset }],
    producerName: 'rnc',
    producerVersion: description.producerVersion,
    docString: description.documentation,
    metadataProps: Object.entries(description.metadata).map(([key, value]) => ({
      key,
      value,
    })),
  });
  const names = new Set(initializers.map(({ tensor }) => tensor.name));
  return { model, graph: graphOf(graph, names, description), initializers };
}

function graphOf(
  { input, output, nodes }: OnnxGraph,
  taken: ReadonlySet<string>,
  { name, documentation, documentationOf }: Description,
): GraphProto {
  const nameOf = publicNames(input, output, taken);
  return create(GraphProtoSchema, {
    name,
    docString: documentation,
    node: nodes.map(({ onnx, of }) => nodeOf(onnx, documentationOf(onnx, of), nameOf)),
    input: [infoOf(input, nameOf)],
    output: [infoOf(output, nameOf)],
    valueInfo: nodes
      .filter(({ onnx }) => onnx.type !== 'Constant' && onnx.output !== output)
      .map(({ onnx }) => infoOf(onnx.output, nameOf)),
  });
}

type Names = (value: Value) => string;

/** The input is `input` and the output `output`, unless the network has a tensor of that name. */
function publicNames(input: Value, output: Value, taken: ReadonlySet<string>): Names {
  const free = (name: string): string => (taken.has(name) ? `${name}/value` : name);
  const names = new Map([
    [input, free('input')],
    [output, free('output')],
  ]);
  return (value) => names.get(value) ?? value.name;
}

function nodeOf(
  { name, type, inputs, output, attributes }: OnnxNode,
  documentation: ProtobufText,
  nameOf: Names,
): NodeProto {
  return create(NodeProtoSchema, {
    name: protobufText(name),
    opType: type,
    // An optional input that is left out has no name.
    input: inputs.map((input) => (input === undefined ? '' : nameOf(input))),
    output: [nameOf(output)],
    attribute: Object.entries(attributes).map(([attribute, value]) => named(attribute, value)),
    docString: documentation,
  });
}

function infoOf(value: Value, nameOf: Names): ValueInfoProto {
  const dim = value.extents.map((extent) => ({
    value:
      extent === 'batch'
        ? { case: 'dimParam' as const, value: extent }
        : { case: 'dimValue' as const, value: BigInt(extent) },
  }));
  return create(ValueInfoProtoSchema, {
    name: nameOf(value),
    type: { value: { case: 'tensorType', value: { elemType: DataType.FLOAT, shape: { dim } } } },
  });
}
