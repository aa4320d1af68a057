import type { NumberType } from '../data/numbers.ts';
import { bytesPer, readNumbers } from '../data/numbers.ts';
import { fault } from '../ir/operator.ts';
import { formatFault, quoted, shorten } from './format-fault.ts';
import { isExtents, isObject, parseObject } from './json.ts';
import { recognise } from './recognise.ts';
import { countOf, type FileFault, type WeightTensor } from './tensor.ts';
import type { WeightFile } from './weight-file.ts';

/*
 * The format (https://huggingface.co/docs/safetensors): 8 bytes with the header's length N (little-endian), N bytes of
 * JSON {name: {dtype, shape, data_offsets: [begin, end]}}, then the data, which the tensors cover without hole or overlap.
 */

/** The longest header that is read, in bytes: the reference implementation's limit. */
export const maximumHeaderBytes = 100_000_000;

/** Integers are left out, such as batchnorm's `num_batches_tracked`; those of 8 bits are the values of quantised weights. */
type Meaning = NumberType | { readonly bytes: number; readonly quantised: boolean };

const dtypes: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I64', { bytes: 8, quantised: false }],
  ['U64', { bytes: 8, quantised: false }],
  ['I32', { bytes: 4, quantised: false }],
  ['U32', { bytes: 4, quantised: false }],
  ['I16', { bytes: 2, quantised: false }],
  ['U16', { bytes: 2, quantised: false }],
  ['BOOL', { bytes: 1, quantised: false }],
  ['I8', { bytes: 1, quantised: true }],
  ['U8', { bytes: 1, quantised: true }],
]);

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * The floating-point tensors of a .safetensors file by name, in the header's order. F32 is a view of `bytes` where
 * aligned; F64, F16 and BF16 are widened or rounded to float32. Integers of 16 bits and more and booleans are checked
 * and left out. Anything else wrong with the file is a fault; nothing throws.
 */
export function readSafetensors(bytes: Uint8Array): ReadonlyMap<string, WeightTensor> | FileFault {
  const file = readSafetensorsFile(bytes);
  return 'code' in file ? file : file.tensors;
}

/** The same with what else the file says. */
export function readSafetensorsFile(bytes: Uint8Array): WeightFile | FileFault {
  const start = headerEnd(bytes);
  if (typeof start !== 'number') return start;
  const header = parseHeader(bytes.subarray(8, start));
  if ('code' in header) return header;

  const data = bytes.subarray(start);
  const wrong = layoutFault(header.entries, data.length);
  if (wrong) return wrong;
  const tensors = new Map<string, WeightTensor>();
  for (const { name, dtype, shape, begin, end } of header.entries) {
    const meaning = dtypes.get(dtype);
    if (meaning === undefined)
      return fault('weights/dtype', { tensor: shorten(name), dtype: shorten(dtype) });
    const count = countOf(shape);
    const size = typeof meaning === 'string' ? bytesPer[meaning] : meaning.bytes;
    if (count * size !== end - begin)
      return formatFault(
        `${quoted(name)} is ${dtype} [${shape.slice(0, 16)}], which is not ${end - begin} bytes`,
      );
    if (typeof meaning === 'string')
      tensors.set(name, { shape, data: readNumbers(meaning, data.subarray(begin, end)) });
    else if (meaning.quantised && shape.length > 0)
      return fault('weights/dtype', { tensor: shorten(name), dtype });
  }
  return {
    format: 'safetensors',
    tensors,
    dtypes: new Map(header.entries.map(({ name, dtype }) => [name, dtype])),
    metadata: header.metadata,
    inOrder: false,
    flattening: 'channels-last',
  };
}

/** The whole file's bytes for these tensors, as F32, in their order: the same input gives the same bytes. Names differ. */
export function writeSafetensors(
  tensors: readonly (WeightTensor & { readonly name: string })[],
): Uint8Array<ArrayBuffer> {
  let end = 0;
  const entries = tensors.map(({ name, shape, data }) => {
    const begin = end;
    end += 4 * data.length;
    return `${JSON.stringify(name)}:{"dtype":"F32","shape":[${shape}],"data_offsets":[${begin},${end}]}`;
  });
  const header = new TextEncoder().encode(`{${entries.join(',')}}`);
  const headerLength = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength).set(header, 8);
  const numbers = new Float32Array(bytes.buffer, 8 + headerLength);
  let offset = 0;
  for (const { data } of tensors) {
    numbers.set(data, offset);
    offset += data.length;
  }
  return bytes;
}

/** Where the header ends, after asking whether this is some other kind of file. */
function headerEnd(bytes: Uint8Array): number | FileFault {
  const refuse = (reason: string): FileFault => {
    const other = recognise(bytes);
    return other ? formatFault(other.reason, other.help) : formatFault(reason);
  };
  if (bytes.length < 8) return refuse(`it has ${bytes.length} bytes; the length of its header alone takes 8`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8))
    return refuse(`its header would be ${length} bytes long, and only ${bytes.length - 8} follow`);
  if (length > BigInt(maximumHeaderBytes))
    return refuse(`its header is ${length} bytes long; the limit is ${maximumHeaderBytes}`);
  if (bytes[8] !== 0x7b) return refuse('its header does not start with {');
  return 8 + Number(length);
}

interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: ReadonlyMap<string, string>;
}

function parseHeader(bytes: Uint8Array): Header | FileFault {
  const parsed = parseObject(bytes, 'its header');
  if ('code' in parsed) return parsed;
  const entries: Entry[] = [];
  let metadata: readonly (readonly [string, string])[] = [];
  for (const [name, value] of Object.entries(parsed.object)) {
    if (name === '__metadata__') {
      if (!isObject(value) || Object.values(value).some((text) => typeof text !== 'string'))
        return formatFault('its __metadata__ is not a table of texts');
      metadata = Object.entries(value as Record<string, string>);
      continue;
    }
    const entry = entryOf(name, value);
    if ('code' in entry) return entry;
    entries.push(entry);
  }
  return { entries, metadata: new Map(metadata) };
}

function entryOf(name: string, value: unknown): Entry | FileFault {
  if (!isObject(value)) return formatFault(`${quoted(name)} is not described by an object`);
  const { dtype, shape, data_offsets: offsets, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined)
    return formatFault(`${quoted(name)} has an unknown field ${JSON.stringify(shorten(other))}`);
  if (typeof dtype !== 'string') return formatFault(`${quoted(name)} has no dtype`);
  if (!isExtents(shape)) return formatFault(`the shape of ${quoted(name)} is not a list of whole numbers`);
  if (!isExtents(offsets) || offsets.length !== 2)
    return formatFault(`the data_offsets of ${quoted(name)} are not two whole numbers`);
  const [begin, end] = offsets as [number, number];
  if (begin > end) return formatFault(`${quoted(name)} begins at byte ${begin}, behind its end at ${end}`);
  return { name, dtype, shape, begin, end };
}

/** The tensors must cover the data exactly: what no tensor owns could hold anything. */
function layoutFault(entries: readonly Entry[], length: number): FileFault | undefined {
  const sorted = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  const last = sorted.reduce((end, entry) => Math.max(end, entry.end), 0);
  if (last > length)
    return formatFault(
      `its tensors take ${last} bytes, and only ${length} are there`,
      'it may have been cut short: download or copy it again',
    );
  let position = 0;
  for (const { name, begin, end } of sorted) {
    if (begin < position)
      return formatFault(`${quoted(name)} overlaps the tensor before it, at byte ${begin}`);
    if (begin > position)
      return formatFault(`${begin - position} bytes before ${quoted(name)} belong to no tensor`);
    position = end;
  }
  if (position < length) return formatFault(`its last ${length - position} bytes belong to no tensor`);
  return undefined;
}
