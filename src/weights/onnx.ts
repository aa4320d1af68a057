import { fromBinary } from '@bufbuild/protobuf';
import { bytesPer, type NumberType, readNumbers } from '../data/numbers.ts';
import { plural } from '../diagnostics/wording.ts';
import { fault } from '../ir/operator.ts';
import {
  TensorProto_DataType as DataType,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
} from '../onnx-schema/onnx-ml_pb.js';
import { formatFault, quoted, shorten } from './format-fault.ts';
import { externalData } from './onnx-external-data.ts';
import { countObjects } from './protobuf-objects.ts';
import { recognise } from './recognise.ts';
import { countOf, type FileFault, type WeightTensor } from './tensor.ts';
import type { Sibling, WeightFile } from './weight-file.ts';

/** Integers are left out; those of 8 bits are the values of quantised weights, as in safetensors. */
type Meaning = NumberType | { readonly bytes: number; readonly quantised: boolean };

/** The types of numbers that are read or left out, as safetensors spells them. */
const types: ReadonlyMap<number, readonly [dtype: string, meaning: Meaning]> = new Map<
  number,
  readonly [string, Meaning]
>([
  [DataType.DOUBLE, ['F64', 'float64']],
  [DataType.FLOAT, ['F32', 'float32']],
  [DataType.FLOAT16, ['F16', 'float16']],
  [DataType.BFLOAT16, ['BF16', 'bfloat16']],
  [DataType.INT64, ['I64', { bytes: 8, quantised: false }]],
  [DataType.UINT64, ['U64', { bytes: 8, quantised: false }]],
  [DataType.INT32, ['I32', { bytes: 4, quantised: false }]],
  [DataType.UINT32, ['U32', { bytes: 4, quantised: false }]],
  [DataType.INT16, ['I16', { bytes: 2, quantised: false }]],
  [DataType.UINT16, ['U16', { bytes: 2, quantised: false }]],
  [DataType.BOOL, ['BOOL', { bytes: 1, quantised: false }]],
  [DataType.INT8, ['I8', { bytes: 1, quantised: true }]],
  [DataType.UINT8, ['U8', { bytes: 1, quantised: true }]],
]);

const maximumRank = 8;
/** A network of ten thousand nodes has some hundred thousand; each takes hundreds of bytes of memory. */
const maximumObjects = 2_000_000;

/**
 * The floating-point initialisers of an .onnx file by name, in its order, with the data of files beside it. float32 is a view of the bytes
 * where aligned; other types are widened or rounded to float32. Constants in nodes and subgraphs are not weights.
 * Anything wrong with the files is a fault; nothing throws.
 */
export function readOnnx(bytes: Uint8Array, sibling: Sibling): WeightFile | FileFault {
  const model = parse(bytes);
  if ('code' in model) return model;
  const { initializer, sparseInitializer } = model.graph!;
  if (sparseInitializer.length > 0) return formatFault('it has sparse tensors, which rnc does not read');
  const tensors = new Map<string, WeightTensor>();
  const dtypes = new Map<string, string>();
  const external = externalData(initializer, sibling);
  if ('code' in external) return external;
  for (const tensor of initializer) {
    const { name } = tensor;
    if (name === '') return formatFault('one of its initialisers has no name');
    if (dtypes.has(name)) return formatFault(`it has ${quoted(name)} twice`);
    const known = types.get(tensor.dataType);
    if (known === undefined)
      return fault('weights/dtype', {
        tensor: shorten(name),
        dtype: DataType[tensor.dataType] ?? `of type ${tensor.dataType}`,
      });
    const [dtype, meaning] = known;
    dtypes.set(name, dtype);
    const shape = tensor.dims.map(Number);
    if (shape.length > maximumRank || shape.some((extent) => extent < 0 || !Number.isSafeInteger(extent)))
      return formatFault(`${quoted(name)} has the shape [${tensor.dims.slice(0, 16)}]`);
    if (typeof meaning !== 'string') {
      if (meaning.quantised && shape.length > 0)
        return fault('weights/dtype', { tensor: shorten(name), dtype });
      continue;
    }
    const data = numbersOf(tensor, meaning, countOf(shape), external);
    if ('code' in data) return data;
    tensors.set(name, { shape, data });
  }
  return {
    format: 'onnx',
    tensors,
    dtypes,
    metadata: new Map(model.metadataProps.map(({ key, value }) => [key, value])),
    inOrder: false,
    flattening: 'channels-first',
  };
}

function parse(bytes: Uint8Array): ModelProto | FileFault {
  const refuse = (reason: string): FileFault => {
    const other = recognise(bytes);
    return other ? formatFault(other.reason, other.help) : formatFault(reason);
  };
  let model: ModelProto;
  try {
    if (countObjects(bytes, ModelProtoSchema, maximumObjects) >= maximumObjects)
      return formatFault(
        `it has ${maximumObjects} messages, texts and whole numbers or more, which are far too many`,
      );
    model = fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(`it is no ONNX model, or one cut short: ${shorten(reason)}`);
  }
  if (model.graph === undefined || model.irVersion < 1n) return refuse('it is no ONNX model');
  return model;
}

function numbersOf(
  tensor: TensorProto,
  type: NumberType,
  count: number,
  external: ReadonlyMap<string, Uint8Array>,
): WeightTensor['data'] | FileFault {
  const { name, rawData, floatData, doubleData, int32Data } = tensor;
  if (tensor.segment !== undefined)
    return formatFault(`${quoted(name)} is in segments, which rnc does not read`);
  const wrong = (found: string): FileFault =>
    formatFault(`${quoted(name)} is [${tensor.dims}], which is not ${found}`);
  const bytes = external.get(name) ?? (rawData.length > 0 ? rawData : undefined);
  if (bytes !== undefined)
    return bytes.length === count * bytesPer[type]
      ? readNumbers(type, bytes)
      : wrong(plural(bytes.length, 'byte'));
  const values = type === 'float32' ? floatData : type === 'float64' ? doubleData : int32Data;
  if (values.length !== count) return wrong(plural(values.length, 'number'));
  if (type === 'float32' || type === 'float64') return Float32Array.from(values);
  // Halves stand in the lower 16 bits.
  return readNumbers(type, new Uint8Array(Uint16Array.from(values).buffer));
}
