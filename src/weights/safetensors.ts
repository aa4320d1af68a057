import type { NumberType } from '../data/numbers.ts';
import { bytesPer, readNumbers } from '../data/numbers.ts';
import { fault } from '../ir/operator.ts';
import { duplicateKey } from './duplicate-key.ts';
import { recognise } from './recognise.ts';
import type { FileFault, WeightTensor } from './tensor.ts';

/*
 * The format (https://huggingface.co/docs/safetensors): 8 bytes with the header's length N (little-endian), N bytes of
 * JSON {name: {dtype, shape, data_offsets: [begin, end]}}, then the data, which the tensors cover without hole or overlap.
 */

/** The longest header that is read, in bytes: the reference implementation's limit. */
export const maximumHeaderBytes = 100_000_000;

/** 'counter': left out, such as batchnorm's `num_batches_tracked`; 'refused': the values of quantised weights. */
type Meaning = NumberType | { readonly bytes: number; readonly as: 'counter' | 'refused' };

const dtypes: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I64', { bytes: 8, as: 'counter' }],
  ['U64', { bytes: 8, as: 'counter' }],
  ['I32', { bytes: 4, as: 'counter' }],
  ['U32', { bytes: 4, as: 'counter' }],
  ['I16', { bytes: 2, as: 'counter' }],
  ['U16', { bytes: 2, as: 'counter' }],
  ['BOOL', { bytes: 1, as: 'counter' }],
  ['I8', { bytes: 1, as: 'refused' }],
  ['U8', { bytes: 1, as: 'refused' }],
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
  const start = headerEnd(bytes);
  if (typeof start !== 'number') return start;
  const header = parseHeader(bytes.subarray(8, start));
  if ('code' in header) return header;

  const data = bytes.subarray(start);
  const wrong = layoutFault(header, data.length);
  if (wrong) return wrong;
  const tensors = new Map<string, WeightTensor>();
  for (const { name, dtype, shape, begin, end } of header) {
    const meaning = dtypes.get(dtype);
    if (meaning === undefined)
      return fault('weights/dtype', { tensor: shorten(name), dtype: shorten(dtype) });
    const count = countOf(shape);
    const size = typeof meaning === 'string' ? bytesPer[meaning] : meaning.bytes;
    if (count * size !== end - begin)
      return format(`${quoted(name)} is ${dtype} [${shape.slice(0, 16)}], which is not ${end - begin} bytes`);
    if (typeof meaning === 'string')
      tensors.set(name, { shape, data: readNumbers(meaning, data.subarray(begin, end)) });
    else if (meaning.as === 'refused' && shape.length > 0)
      return fault('weights/dtype', { tensor: shorten(name), dtype });
  }
  return tensors;
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

const format = (reason: string, help?: string): FileFault => ({
  ...fault('weights/format', { reason }),
  ...(help === undefined ? {} : { help }),
});

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
const quoted = (name: string): string => `tensor ${JSON.stringify(shorten(name))}`;

/** Where the header ends, after asking whether this is some other kind of file. */
function headerEnd(bytes: Uint8Array): number | FileFault {
  const refuse = (reason: string): FileFault => {
    const other = recognise(bytes);
    return other ? format(other.reason, other.help) : format(reason);
  };
  if (bytes.length < 8) return refuse(`it has ${bytes.length} bytes; the length of its header alone takes 8`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8))
    return refuse(`its header would be ${length} bytes long, and only ${bytes.length - 8} follow`);
  if (length > BigInt(maximumHeaderBytes))
    return refuse(`its header is ${length} bytes long; the limit is ${maximumHeaderBytes}`);
  if (bytes[8] !== 0x7b || length === 0n) return refuse('its header does not start with {');
  return 8 + Number(length);
}

function parseHeader(bytes: Uint8Array): readonly Entry[] | FileFault {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return format('its header is not UTF-8');
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return format('its header is not JSON');
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) return format(`its header says ${JSON.stringify(shorten(twice))} twice`);

  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(json as object)) {
    if (name === '__metadata__') {
      if (!isObject(value) || Object.values(value).some((text) => typeof text !== 'string'))
        return format('its __metadata__ is not a table of texts');
      continue;
    }
    const entry = entryOf(name, value);
    if ('code' in entry) return entry;
    entries.push(entry);
  }
  return entries;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isExtents = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((extent) => Number.isSafeInteger(extent) && extent >= 0);

function entryOf(name: string, value: unknown): Entry | FileFault {
  if (!isObject(value)) return format(`${quoted(name)} is not described by an object`);
  const { dtype, shape, data_offsets: offsets, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined)
    return format(`${quoted(name)} has an unknown field ${JSON.stringify(shorten(other))}`);
  if (typeof dtype !== 'string') return format(`${quoted(name)} has no dtype`);
  if (!isExtents(shape)) return format(`the shape of ${quoted(name)} is not a list of whole numbers`);
  if (!isExtents(offsets) || offsets.length !== 2)
    return format(`the data_offsets of ${quoted(name)} are not two whole numbers`);
  const [begin, end] = offsets as [number, number];
  if (begin > end) return format(`${quoted(name)} begins at byte ${begin}, behind its end at ${end}`);
  return { name, dtype, shape, begin, end };
}

/** The tensors must cover the data exactly: what no tensor owns could hold anything. */
function layoutFault(entries: readonly Entry[], length: number): FileFault | undefined {
  const sorted = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  const last = sorted.reduce((end, entry) => Math.max(end, entry.end), 0);
  if (last > length)
    return format(
      `its tensors take ${last} bytes, and only ${length} are there`,
      'it may have been cut short: download or copy it again',
    );
  let position = 0;
  for (const { name, begin, end } of sorted) {
    if (begin < position) return format(`${quoted(name)} overlaps the tensor before it, at byte ${begin}`);
    if (begin > position)
      return format(`${begin - position} bytes before ${quoted(name)} belong to no tensor`);
    position = end;
  }
  if (position < length) return format(`its last ${length - position} bytes belong to no tensor`);
  return undefined;
}

/** The product of the extents; infinite or inexact products agree with no number of bytes, as files end below 2⁵³. */
function countOf(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, extent) => product * extent, 1);
}
