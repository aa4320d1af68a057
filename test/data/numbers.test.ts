import { expect, test } from 'vitest';
import { bytesPer, type NumberType, readNumbers } from '../../src/data/numbers.ts';

// What readFileSync gives is a Buffer, whose slice is no copy. 1.5 is 0x3fc00000 (IEEE 754).
test('numbers at an odd byte of a Buffer are copied onto a boundary', () => {
  const held = Buffer.from([0xff, 0, 0, 0xc0, 0x3f]);
  const numbers = readNumbers('float32', held.subarray(1));
  expect(numbers).toEqual(Float32Array.of(1.5));
  expect(numbers.buffer).not.toBe(held.buffer);
});

/** Little-endian bytes by hand: two’s complement, IEEE 754-2019 3.4, bfloat16 as the upper half of binary32. */
const numbers: readonly (readonly [NumberType, readonly number[], readonly number[]])[] = [
  ['uint8', [0, 1, 0x80, 0xff], [0, 1, 128, 255]],
  ['int8', [0, 1, 0x80, 0xff], [0, 1, -128, -1]],
  ['uint16', [0x01, 0x02, 0xff, 0xff], [0x0201, 65535]],
  ['int16', [0x01, 0x02, 0xff, 0xff], [0x0201, -1]],
  ['uint32', [4, 3, 2, 0, 0, 0, 0, 0x80], [0x020304, 2 ** 31]],
  ['int32', [4, 3, 2, 0, 0, 0, 0, 0x80], [0x020304, -(2 ** 31)]],
  ['uint64', [7, 0, 0, 0, 0, 0, 0, 0x80, 1, 0, 0, 0, 1, 0, 0, 0], [2 ** 63, 2 ** 32]],
  ['int64', [0, 0, 0, 0, 0, 0, 0, 0x80, 0xfe, ...Array(7).fill(0xff)], [-(2 ** 63), -2]],
  ['float16', [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x01, 0x80], [1, -2, 2 ** -24, -(2 ** -24)]],
  ['bfloat16', [0x80, 0x3f, 0x40, 0xc0], [1, -3]],
  ['float32', [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0], [1.5, -2]],
  ['float64', [0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0], [1.5, -2]],
];

test.each(numbers)('%s', (type, bytes, expected) => {
  expect([...readNumbers(type, Uint8Array.from(bytes))]).toEqual(expected);
  expect(bytes.length / expected.length).toBe(bytesPer[type]);
  // The same where no typed array may begin.
  const shifted = Uint8Array.from([0, ...bytes, 0]).subarray(1, 1 + bytes.length);
  expect([...readNumbers(type, shifted)]).toEqual(expected);
});

test('float32 on a multiple of 4 is a view', () => {
  const bytes = new Uint8Array(12).subarray(4);
  expect(readNumbers('float32', bytes).buffer).toBe(bytes.buffer);
});
