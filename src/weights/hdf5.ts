import { inflateSync } from 'node:zlib';
import { Dataset, File, Filters, Group } from 'jsfive';
import { bytesPer, type NumberType, readNumbers } from '../data/numbers.ts';
import { fault } from '../ir/operator.ts';
import { formatFault, shorten } from './format-fault.ts';
import { type Meter, metered } from './metered.ts';
import { countOf, type FileFault, type WeightTensor } from './tensor.ts';

/*
 * HDF5 files through jsfive, which throws for what it cannot read, and believes a file: how large its arrays are, and where its
 * trees and lists lead, be it in circles. Here every exception becomes a fault, no array is made that the file's bytes could not
 * fill, and a meter runs.
 */

/** As far as rnc cares: safetensors' names for the types of numbers. */
const types: ReadonlyMap<string, readonly [dtype: string, type: NumberType]> = new Map([
  ['f8', ['F64', 'float64']],
  ['f4', ['F32', 'float32']],
  ['f2', ['F16', 'float16']],
  ['i8', ['I64', 'int64']],
  ['i4', ['I32', 'int32']],
  ['u8', ['U64', 'uint64']],
  ['u4', ['U32', 'uint32']],
]);

const maximumRank = 8;
/** How much larger than the data the pieces may be that they lie in: up to twice as long along each of four axes. */
const maximumSlack = 16;

/** A copy is the start of an entry, of a node or of a text. */
const perCopy = 8;
/** What jsfive may read to find its way: Keras's files take less than half of this for each byte, those with many small layers most. */
const readingsOf = (bytes: number): number => 2 ** 17 + 2 * bytes;
/** What it may read for numbers in pieces: each number once, and each byte again where they were shuffled or have a checksum. */
const readingsOfPieces = (pieces: number, numbersInOne: number): number => 16 * pieces * (numbersInOne + 64);
/** Bytes of all tensors: gzip makes a thousand of one, and any number of datasets may lie at one place. */
const tensorBytesOf = (bytes: number): number => 2 ** 26 + 64 * bytes;

export interface Hdf5Dataset {
  readonly kind: 'dataset';
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly isFloat: boolean;
  readonly read: () => WeightTensor;
}

export interface Hdf5Group {
  readonly kind: 'group';
  /** A list of texts, also where it was split into NAME0, NAME1, … to stay below HDF5's 64 KiB for an attribute. */
  readonly texts: (name: string) => readonly string[] | undefined;
  readonly keys: readonly string[];
  /** Undefined where there is nothing, or a link that leads nowhere. */
  readonly get: (name: string) => Hdf5Group | Hdf5Dataset | undefined;
}

/** What `use` makes of the file; a fault where the file is broken or has what is not read. */
export function readHdf5<T>(
  bytes: Uint8Array<ArrayBuffer>,
  use: (root: Hdf5Group) => T | FileFault,
): T | FileFault {
  // jsfive warns of types of attributes that it does not know, with a name from the file in it.
  const { warn } = console;
  console.warn = () => {};
  try {
    const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
    const meter = { left: readingsOf(whole.length), perCopy };
    const reading = { bytes: whole, meter, room: tensorBytesOf(whole.length) };
    return metered(meter, new Unreadable(exhausted), () => use(groupOf(new File(whole.buffer), reading)));
  } catch (error) {
    if (error instanceof Unreadable) return error.fault;
    // jsfive says what it is missing in a text; an exception of the platform says what happened inside of it.
    const reason = typeof error === 'string' ? ` (${shorten(error)})` : '';
    return formatFault(
      `it is HDF5 that is damaged, or written in a way that is not read${reason}`,
      'it may have been cut short: download or copy it again',
    );
  } finally {
    console.warn = warn;
  }
}

/** Leaves `use` from below; never seen outside. */
class Unreadable {
  readonly fault: FileFault;
  constructor(fault: FileFault) {
    this.fault = fault;
  }
}

function refuse(reason: string): never {
  throw new Unreadable(formatFault(reason));
}

const exhausted = formatFault(
  'it is HDF5 that leads in circles, or has far more parts than its bytes could fill',
  'it may be damaged: download or copy it again',
);

interface Reading {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly meter: Meter;
  /** How many bytes of tensors there may still be. */
  room: number;
}

function groupOf(group: Group, reading: Reading): Hdf5Group {
  const { attrs, keys } = group;
  const known = new Set(keys);
  return {
    kind: 'group',
    keys,
    texts: (name) => {
      if (Object.hasOwn(attrs, name)) return textsOf(attrs[name]);
      const parts: string[] = [];
      for (let part = 0; Object.hasOwn(attrs, `${name}${part}`); part++)
        parts.push(...(textsOf(attrs[`${name}${part}`]) ?? []));
      return parts.length === 0 ? undefined : parts;
    },
    get: (name) => {
      if (!known.has(name)) return undefined;
      const found = group.get(name);
      if (found instanceof Dataset) return datasetOf(found, name, reading);
      return found instanceof Group ? groupOf(found, reading) : undefined;
    },
  };
}

/** Texts of a fixed length are filled up with NULs. */
function textsOf(value: unknown): readonly string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  return list.every((text) => typeof text === 'string')
    ? list.map((text) => text.replace(/\0+$/, ''))
    : undefined;
}

function datasetOf(dataset: Dataset, name: string, reading: Reading): Hdf5Dataset {
  const written = typeof dataset.dtype === 'string' ? dataset.dtype : 'no plain number';
  const known = types.get(written.replace(/^[<>=|]/, ''));
  // Keras's mark on two bytes that HDF5 has no type for.
  const [brain] = textsOf(dataset.attrs.dtype) ?? [];
  if (known === undefined || brain === 'bfloat16')
    throw new Unreadable(fault('weights/dtype', { tensor: shorten(name), dtype: shorten(brain ?? written) }));
  const [dtype, type] = known;
  return {
    kind: 'dataset',
    shape: dataset.shape,
    dtype,
    isFloat: type.startsWith('float'),
    read: () => ({ shape: dataset.shape, data: numbersOf(dataset, name, type, reading) }),
  };
}

function numbersOf(dataset: Dataset, name: string, type: NumberType, reading: Reading): WeightTensor['data'] {
  const { bytes } = reading;
  const { shape, dtype } = dataset;
  const count = countOf(shape);
  const size = count * bytesPer[type];
  const quotedName = JSON.stringify(shorten(name));
  if (shape.length > maximumRank) refuse(`${quotedName} has ${shape.length} dimensions`);
  reading.room -= size;
  if (reading.room < 0)
    refuse(
      `up to ${quotedName} its tensors would take more than ${tensorBytesOf(bytes.length)} bytes, and it has ${bytes.length}`,
    );
  const start = contiguousStart(dataset, bytes);
  if (start !== undefined && !String(dtype).startsWith('>')) {
    if (start + size > bytes.length)
      refuse(`${quotedName} takes bytes ${start} to ${start + size}, and the file ends at ${bytes.length}`);
    return readNumbers(type, bytes.subarray(start, start + size));
  }
  preparePieces(dataset, quotedName, type, reading);
  const { value } = dataset;
  reading.meter.perCopy = perCopy;
  const data = new Float32Array(count);
  if (value.length !== count) refuse(`${quotedName} has ${value.length} numbers where ${count} should be`);
  for (let index = 0; index < count; index++) {
    const number = value[index];
    if (typeof number !== 'number') refuse(`${quotedName} was never written in full`);
    data[index] = number;
  }
  return data;
}

const gzip = 1;

/** jsfive goes through each number of a piece, filled or not, and unpacks a piece however large it becomes. */
function preparePieces(dataset: Dataset, quotedName: string, type: NumberType, { meter }: Reading): void {
  const count = countOf(dataset.shape);
  const extents = dataset._dataobjects.chunks ?? dataset.shape;
  const piece = countOf(extents);
  const pieces = countOf(dataset.shape.map((extent, axis) => Math.ceil(extent / extents[axis]!)));
  // Also where a piece has other dimensions than the data, or none: the product is no number then.
  if (!(piece * pieces <= maximumSlack * Math.max(count, 1024)))
    refuse(`${quotedName} has ${count} numbers in pieces of ${piece}`);
  meter.left += readingsOfPieces(pieces, piece);
  meter.perCopy = perCopy + piece / 2;
  const maxOutputLength = piece * bytesPer[type] + 1024;
  Filters.set(gzip, (packed) => new Uint8Array(inflateSync(packed, { maxOutputLength })).buffer);
}

const dataLayoutMessage = 8;
const contiguousClass = 1;

/** Where the numbers lie, if they lie in one piece: then they are taken as they are, which is exact also for NaN. */
function contiguousStart(dataset: Dataset, bytes: Uint8Array<ArrayBuffer>): number | undefined {
  const objects = dataset._dataobjects;
  const message = objects.find_msg_type(dataLayoutMessage)[0]?.get('offset_to_message');
  if (message === undefined) return undefined;
  const [, , layoutClass, offset] = objects._get_data_message_properties(message);
  if (layoutClass !== contiguousClass) return undefined;
  const start = new DataView(bytes.buffer).getBigUint64(offset, true);
  return start <= BigInt(bytes.length) ? Number(start) : refuse('a dataset lies outside of the file');
}
