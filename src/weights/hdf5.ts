import { Dataset, File, Group } from 'jsfive';
import { bytesPer, type NumberType, readNumbers } from '../data/numbers.ts';
import { fault } from '../ir/operator.ts';
import { formatFault, shorten } from './format-fault.ts';
import { countOf, type FileFault, type WeightTensor } from './tensor.ts';

/*
 * HDF5 files through jsfive, which throws for what it cannot read and trusts the sizes that a file states: here every
 * exception becomes a fault, and no array is made that the file's bytes could not fill.
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

/** What gzip makes of a byte, at most. */
const maximumExpansion = 1032;
/** How much larger than the data the pieces may be that they lie in. */
const maximumSlack = 16;
const maximumRank = 8;
const maximumObjects = 100_000;

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
    const budget = { left: maximumObjects };
    return use(groupOf(new File(whole.buffer), whole, budget));
  } catch (error) {
    if (error instanceof Unreadable) return error.fault;
    const reason = error instanceof Error ? error.message : String(error);
    return formatFault(
      `it is HDF5 that is damaged, or written in a way that is not read (${shorten(reason)})`,
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

interface Budget {
  left: number;
}

function groupOf(group: Group, bytes: Uint8Array<ArrayBuffer>, budget: Budget): Hdf5Group {
  const { attrs } = group;
  return {
    kind: 'group',
    keys: group.keys,
    texts: (name) => {
      if (Object.hasOwn(attrs, name)) return textsOf(attrs[name]);
      const parts: string[] = [];
      for (let part = 0; Object.hasOwn(attrs, `${name}${part}`); part++)
        parts.push(...(textsOf(attrs[`${name}${part}`]) ?? []));
      return parts.length === 0 ? undefined : parts;
    },
    get: (name) => {
      if (!group.keys.includes(name)) return undefined;
      if (budget.left-- === 0) refuse(`it has more than ${maximumObjects} groups and datasets`);
      const found = group.get(name);
      if (found instanceof Dataset) return datasetOf(found, name, bytes);
      return found instanceof Group ? groupOf(found, bytes, budget) : undefined;
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

function datasetOf(dataset: Dataset, name: string, bytes: Uint8Array<ArrayBuffer>): Hdf5Dataset {
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
    read: () => ({ shape: dataset.shape, data: numbersOf(dataset, name, type, bytes) }),
  };
}

function numbersOf(
  dataset: Dataset,
  name: string,
  type: NumberType,
  bytes: Uint8Array<ArrayBuffer>,
): WeightTensor['data'] {
  const { shape, dtype } = dataset;
  const size = countOf(shape) * bytesPer[type];
  const quotedName = JSON.stringify(shorten(name));
  if (shape.length > maximumRank) refuse(`${quotedName} has ${shape.length} dimensions`);
  if (size > bytes.length * maximumExpansion)
    refuse(`${quotedName} would take ${size} bytes, and the file has ${bytes.length}`);
  const start = contiguousStart(dataset, bytes);
  if (start !== undefined && !String(dtype).startsWith('>')) {
    if (start + size > bytes.length)
      refuse(`${quotedName} takes bytes ${start} to ${start + size}, and the file ends at ${bytes.length}`);
    return readNumbers(type, bytes.subarray(start, start + size));
  }
  // jsfive counts through every piece, filled or not.
  const piece = countOf(dataset._dataobjects.chunks ?? []);
  if (piece > maximumSlack * Math.max(countOf(shape), 1024))
    refuse(`${quotedName} has ${countOf(shape)} numbers in pieces of ${piece}`);
  const { value } = dataset;
  const data = new Float32Array(countOf(shape));
  if (value.length !== data.length)
    refuse(`${quotedName} has ${value.length} numbers where ${data.length} should be`);
  for (let index = 0; index < data.length; index++) {
    const number = value[index];
    if (typeof number !== 'number') refuse(`${quotedName} was never written in full`);
    data[index] = number;
  }
  return data;
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
