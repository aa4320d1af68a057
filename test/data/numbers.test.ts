import { expect, test } from 'vitest';
import { readNumbers } from '../../src/data/numbers.ts';

// What readFileSync gives is a Buffer, whose slice is no copy. 1.5 is 0x3fc00000 (IEEE 754).
test('numbers at an odd byte of a Buffer are copied onto a boundary', () => {
  const held = Buffer.from([0xff, 0, 0, 0xc0, 0x3f]);
  const numbers = readNumbers('float32', held.subarray(1));
  expect(numbers).toEqual(Float32Array.of(1.5));
  expect(numbers.buffer).not.toBe(held.buffer);
});
