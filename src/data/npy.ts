import type { Fault } from '../ir/operator.ts';
import { fault } from '../ir/operator.ts';
import type { NumberType } from './numbers.ts';
import { bytesPer, readNumbers } from './numbers.ts';

/** An array in row-major (C) order. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBufferLike>;
}

/*
 * NumPy's format (numpy.lib.format): \x93NUMPY, version (2 bytes), the header's length (2 bytes in version 1, 4 in 2
 * and 3), the header, a Python dictionary such as {'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 2), }, then
 * the numbers.
 */
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

const types: Readonly<Record<string, NumberType>> = {
  '<f8': 'float64',
  '<f4': 'float32',
  '<f2': 'float16',
  '<i8': 'int64',
  '<i4': 'int32',
  '<i2': 'int16',
  '|i1': 'int8',
  '<u4': 'uint32',
  '<u2': 'uint16',
  '|u1': 'uint8',
};

/**
 * A .npy file's array. float32 is taken as it is, float16 and integers up to 16 bits widen exactly, float64 and larger
 * integers round to the nearest float32. Arrays in Fortran's order are put into C's.
 */
export function readNpy(bytes: Uint8Array): NumberArray | Fault {
  const refuse = (reason: string): Fault => fault('value/npy', { reason });
  if (magic.some((byte, index) => bytes[index] !== byte)) return refuse('it does not start as one');
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) return refuse(`its format’s version is ${version}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) return refuse('it ends inside its header');
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) return refuse('it ends inside its header');
  if (end - start > 65_536) return refuse(`its header has ${end - start} bytes`);

  const header = new TextDecoder('latin1').decode(bytes.subarray(start, end));
  const fields = parseHeader(header);
  if (fields === undefined) return refuse('its header does not say descr, fortran_order and shape');
  const { descr, fortranOrder, shape } = fields;
  if (descr.startsWith('[')) return refuse('it holds records, not numbers');
  if (descr.startsWith('>')) return refuse(`its numbers are big-endian (${descr})`);
  const type = Object.hasOwn(types, descr) ? types[descr] : undefined;
  if (type === undefined)
    return refuse(`its numbers are ${descr.slice(0, 40)}; ${Object.keys(types).join(', ')} are read`);
  const count = shape.includes(0) ? 0 : shape.reduce((product, extent) => product * extent, 1);
  const length = bytes.length - end;
  if (count * bytesPer[type] !== length)
    return refuse(
      `(${shape.join(', ')}) of ${descr} is ${count * bytesPer[type]} bytes, and ${length} are there`,
    );
  const data = readNumbers(type, bytes.subarray(end));
  return { shape, data: fortranOrder ? fromFortranOrder(shape, data) : data };
}

/** A version 1 file of float32 in C order, as numpy.save writes it. */
export function writeNpy({ shape, data }: NumberArray): Uint8Array<ArrayBuffer> {
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${extents}), }`;
  const header = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const start = 10 + header.length;
  const bytes = new Uint8Array(start + 4 * data.length);
  bytes.set([...magic, 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}

interface Header {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** The three fields, in any order; a `descr` of records is given as the `[` that it starts with. */
function parseHeader(header: string): Header | undefined {
  const descr = /'descr'\s*:\s*(?:'([^']*)'|(\[))/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)\b/.exec(header);
  const extents = /'shape'\s*:\s*\(([\d, L]*)\)/.exec(header);
  if (!descr || !order || !extents) return undefined;
  const shape = extents[1]!
    .split(',')
    .map((extent) => extent.trim().replace(/L$/, ''))
    .filter((extent) => extent !== '')
    .map(Number);
  if (!shape.every(Number.isSafeInteger)) return undefined;
  return { descr: (descr[1] ?? descr[2])!, fortranOrder: order[1] === 'True', shape };
}

/** In Fortran's order the first axis is the one whose neighbours lie side by side. */
function fromFortranOrder(shape: readonly number[], data: Float32Array): Float32Array {
  const strides: number[] = [];
  for (let axis = 0, stride = 1; axis < shape.length; stride *= shape[axis++]!) strides.push(stride);
  const index = shape.map(() => 0);
  const result = new Float32Array(data.length);
  let offset = 0;
  for (let target = 0; target < data.length; target++) {
    result[target] = data[offset]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += strides[axis]!;
      index[axis] = index[axis]! + 1;
      if (index[axis]! < shape[axis]!) break;
      offset -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
