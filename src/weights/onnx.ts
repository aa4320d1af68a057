import { fromBinary } from '@bufbuild/protobuf';
import { bytesPer, type NumberType, readNumbers } from '../data/numbers.ts';
import { fault } from '../ir/operator.ts';
import {
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
} from '../onnx-schema/onnx-ml_pb.js';
import { formatFault, quoted, shorten } from './format-fault.ts';
import { recognise } from './recognise.ts';
import { inFile, isPlainName } from './sharded.ts';
import { countOf, type FileFault, type WeightTensor } from './tensor.ts';
import type { Sibling, WeightFile } from './weight-file.ts';

/** 'counter': left out; 'refused': the values of quantised weights, as in safetensors. */
type Meaning = NumberType | { readonly bytes: number; readonly as: 'counter' | 'refused' };

/** The types of numbers that are read or left out, as safetensors spells them. */
const types: ReadonlyMap<number, readonly [dtype: string, meaning: Meaning]> = new Map<
  number,
  readonly [string, Meaning]
>([
  [DataType.DOUBLE, ['F64', 'float64']],
  [DataType.FLOAT, ['F32', 'float32']],
  [DataType.FLOAT16, ['F16', 'float16']],
  [DataType.BFLOAT16, ['BF16', 'bfloat16']],
  [DataType.INT64, ['I64', { bytes: 8, as: 'counter' }]],
  [DataType.UINT64, ['U64', { bytes: 8, as: 'counter' }]],
  [DataType.INT32, ['I32', { bytes: 4, as: 'counter' }]],
  [DataType.UINT32, ['U32', { bytes: 4, as: 'counter' }]],
  [DataType.INT16, ['I16', { bytes: 2, as: 'counter' }]],
  [DataType.UINT16, ['U16', { bytes: 2, as: 'counter' }]],
  [DataType.BOOL, ['BOOL', { bytes: 1, as: 'counter' }]],
  [DataType.INT8, ['I8', { bytes: 1, as: 'refused' }]],
  [DataType.UINT8, ['U8', { bytes: 1, as: 'refused' }]],
]);

const maximumRank = 8;

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
  const outside = new ExternalData(sibling);
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
      if (meaning.as === 'refused' && shape.length > 0)
        return fault('weights/dtype', { tensor: shorten(name), dtype });
      continue;
    }
    const data = numbersOf(tensor, meaning, countOf(shape), outside);
    if ('code' in data) return data;
    tensors.set(name, { shape, data });
  }
  const overlap = outside.overlap();
  if (overlap) return overlap;
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
  outside: ExternalData,
): WeightTensor['data'] | FileFault {
  const { name, rawData, floatData, doubleData, int32Data } = tensor;
  if (tensor.segment !== undefined)
    return formatFault(`${quoted(name)} is in segments, which rnc does not read`);
  const stated = tensor.dims.slice(0, maximumRank);
  const wrong = (found: number, what: string): FileFault =>
    formatFault(`${quoted(name)} is [${stated}], which is not ${found} ${what}`);
  if (tensor.dataLocation === DataLocation.EXTERNAL || rawData.length > 0) {
    const external = tensor.dataLocation === DataLocation.EXTERNAL;
    const bytes = external ? outside.bytesOf(tensor, count * bytesPer[type]) : rawData;
    if ('code' in bytes) return bytes;
    return bytes.length === count * bytesPer[type] ? readNumbers(type, bytes) : wrong(bytes.length, 'bytes');
  }
  const values = type === 'float32' ? floatData : type === 'float64' ? doubleData : int32Data;
  if (values.length !== count) return wrong(values.length, 'numbers');
  if (type === 'float32' || type === 'float64') return Float32Array.from(values);
  // Halves stand in the lower 16 bits.
  const words = Uint16Array.from(values);
  return readNumbers(type, new Uint8Array(words.buffer));
}

/** Data in files beside the model, each read once. */
class ExternalData {
  private readonly sibling: Sibling;
  private readonly files = new Map<string, Uint8Array>();
  private readonly ranges: { file: string; name: string; begin: number; end: number }[] = [];

  constructor(sibling: Sibling) {
    this.sibling = sibling;
  }

  bytesOf({ name, externalData }: TensorProto, expected: number): Uint8Array | FileFault {
    const entries = new Map(externalData.map(({ key, value }) => [key, value]));
    const location = entries.get('location') ?? '';
    if (!isPlainName(location))
      return formatFault(
        `${quoted(name)} is in ${shorten(JSON.stringify(location))}, which is no file beside the model`,
      );
    const number = (key: string, otherwise: number): number => {
      const text = entries.get(key);
      if (text === undefined) return otherwise;
      return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    };
    let file = this.files.get(location);
    if (file === undefined) {
      const read = this.sibling(location);
      if ('code' in read) return inFile(location, read);
      file = read;
      this.files.set(location, file);
    }
    const begin = number('offset', 0);
    const end = begin + number('length', expected);
    if (!(end <= file.length))
      return formatFault(
        `${quoted(name)} would be bytes ${begin} to ${end} of ${location}, which has ${file.length}`,
        'it may have been cut short: download or copy it again',
      );
    this.ranges.push({ file: location, name, begin, end });
    return file.subarray(begin, end);
  }

  overlap(): FileFault | undefined {
    const sorted = [...this.ranges].sort((a, b) =>
      a.file === b.file ? a.begin - b.begin || a.end - b.end : a.file < b.file ? -1 : 1,
    );
    const index = sorted.findIndex(
      ({ file, begin }, at) => at > 0 && sorted[at - 1]!.file === file && begin < sorted[at - 1]!.end,
    );
    if (index < 0) return undefined;
    const { file, name, begin } = sorted[index]!;
    return formatFault(`${quoted(name)} overlaps the tensor before it in ${file}, at byte ${begin}`);
  }
}
