/**
 * Little-endian numbers in files, widened to float32. float32 is a view of the file's bytes where they lie on a multiple
 * of 4 (and a copy where not); float16 and bfloat16 widen exactly; float64 and integers round to the nearest float32,
 * which is exact for integers up to 2²⁴. The host is little-endian, as everything that runs V8 today but s390x.
 */
type Reader = (bytes: Uint8Array) => Float32Array<ArrayBufferLike>;

export type NumberType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint64'
  | 'uint32'
  | 'uint16'
  | 'uint8';

/** The bytes on a boundary that a typed array accepts. A copy by `slice` would be none where they are a Buffer of Node's. */
function aligned(bytes: Uint8Array, size: number): [ArrayBufferLike, number, number] {
  const held = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return [held.buffer, held.byteOffset, held.byteLength / size];
}

export const bytesPer: Readonly<Record<NumberType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint64: 8,
  uint32: 4,
  uint16: 2,
  uint8: 1,
};

const readers: Readonly<Record<NumberType, Reader>> = {
  float64: (bytes) => new Float32Array(new Float64Array(...aligned(bytes, 8))),
  float32: (bytes) => new Float32Array(...aligned(bytes, 4)),
  float16: (bytes) => widenFloat16(new Uint16Array(...aligned(bytes, 2))),
  bfloat16: (bytes) => widenBfloat16(new Uint16Array(...aligned(bytes, 2))),
  int64: (bytes) => Float32Array.from(new BigInt64Array(...aligned(bytes, 8)), Number),
  int32: (bytes) => new Float32Array(new Int32Array(...aligned(bytes, 4))),
  int16: (bytes) => new Float32Array(new Int16Array(...aligned(bytes, 2))),
  int8: (bytes) => new Float32Array(new Int8Array(...aligned(bytes, 1))),
  uint64: (bytes) => Float32Array.from(new BigUint64Array(...aligned(bytes, 8)), Number),
  uint32: (bytes) => new Float32Array(new Uint32Array(...aligned(bytes, 4))),
  uint16: (bytes) => new Float32Array(new Uint16Array(...aligned(bytes, 2))),
  uint8: (bytes) => new Float32Array(bytes),
};

/** All numbers in `bytes`, whose length is a multiple of the type's size. */
export function readNumbers(type: NumberType, bytes: Uint8Array): Float32Array<ArrayBufferLike> {
  return readers[type](bytes);
}

/** A bfloat16 is the upper half of a float32. */
function widenBfloat16(words: Uint16Array): Float32Array {
  const bits = new Uint32Array(words.length);
  for (let index = 0; index < words.length; index++) bits[index] = words[index]! << 16;
  return new Float32Array(bits.buffer);
}

/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15) and 10 fraction bits, through a table of all 65,536 of them. */
function widenFloat16(words: Uint16Array): Float32Array {
  const table = Float32Array.from({ length: 1 << 16 }, (_, word) => {
    const sign = word >> 15 ? -1 : 1;
    const exponent = (word >> 10) & 31;
    const fraction = word & 1023;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
  });
  const numbers = new Float32Array(words.length);
  for (let index = 0; index < words.length; index++) numbers[index] = table[words[index]!]!;
  return numbers;
}
