import { type DescField, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  type GraphProto,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from '../../onnx-schema/onnx-ml_pb.js';

/** A model in the parts that it is encoded from: each message is without what stands beside it. */
export interface ModelParts {
  readonly model: ModelProto;
  readonly graph: GraphProto;
  readonly initializers: readonly Initializer[];
}

export interface Initializer {
  readonly tensor: TensorProto;
  /** float32, little-endian; undefined where it is in a file beside the model. */
  readonly data: Uint8Array | undefined;
}

/**
 * The bytes of a .onnx file. Encoded in one go, each weight would be copied several times on its way through three messages, whose lengths
 * stand before them. Here every message is encoded without what it holds, and all is put into its place once: fields may stand
 * in any order, so what is held comes last.
 */
export function encodeModel({ model, graph, initializers }: ModelParts): Uint8Array {
  const tensors = initializers.flatMap(({ tensor, data }) => {
    const head = toBinary(TensorProtoSchema, tensor);
    const values = data === undefined ? [] : field(TensorProtoSchema.field.rawData, [data]);
    return field(GraphProtoSchema.field.initializer, [head, ...values]);
  });
  const whole = field(ModelProtoSchema.field.graph, [toBinary(GraphProtoSchema, graph), ...tensors]);
  return joined([toBinary(ModelProtoSchema, model), ...whole]);
}

type Pieces = readonly Uint8Array[];

/** A field that holds these bytes. */
function field({ number }: DescField, content: Pieces): Pieces {
  return [
    new BinaryWriter().tag(number, WireType.LengthDelimited).uint32(lengthOf(content)).finish(),
    ...content,
  ];
}

const lengthOf = (pieces: Pieces): number => pieces.reduce((sum, { length }) => sum + length, 0);

function joined(pieces: Pieces): Uint8Array {
  const bytes = new Uint8Array(lengthOf(pieces));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
