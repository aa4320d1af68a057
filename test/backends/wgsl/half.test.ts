import { describe, expect, it } from 'vitest';
import { toHalves } from '../../../src/backends/wgsl/half.ts';

const half = (value: number): number => toHalves(Float32Array.of(value))[0]!;

// By hand from IEEE 754's binary16: 1 sign, 5 exponent (bias 15) and 10 fraction bits; the least subnormal is 2⁻²⁴.
const exact = [
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [0.5, 0x3800],
  [1.5, 0x3e00],
  [65504, 0x7bff],
  [-65504, 0xfbff],
  [2 ** -14, 0x0400],
  [2 ** -15, 0x0200],
  [2 ** -24, 0x0001],
  [-(2 ** -24), 0x8001],
  [1023 * 2 ** -24, 0x03ff],
  [Number.POSITIVE_INFINITY, 0x7c00],
  [Number.NEGATIVE_INFINITY, 0xfc00],
] as const;

const rounded = [
  ['1 + 2⁻¹¹ is a tie and 1 is even', 1 + 2 ** -11, 0x3c00],
  ['1 + 3 · 2⁻¹¹ is a tie and goes up to the even', 1 + 3 * 2 ** -11, 0x3c02],
  ['a little above the tie', 1 + 2 ** -11 + 2 ** -20, 0x3c01],
  ['a little below the tie', 1 + 2 ** -11 - 2 ** -20, 0x3c00],
  ['up to the next power of two', 2 - 2 ** -12, 0x4000],
  ['half of the least subnormal is a tie and 0 is even', 2 ** -25, 0x0000],
  ['a little more than it', 2 ** -25 + 2 ** -40, 0x0001],
  ['less than it', 2 ** -26, 0x0000],
  ['1.5 of the least subnormal goes to the even', 1.5 * 2 ** -24, 0x0002],
  ['2.5 of it too', 2.5 * 2 ** -24, 0x0002],
  ['the largest subnormal and a half becomes normal', 1023.5 * 2 ** -24, 0x0400],
  ['the least float32', 2 ** -149, 0x0000],
  ['65519 is nearer to 65504', 65519, 0x7bff],
  ['65520 is a tie and becomes infinite', 65520, 0x7c00],
  ['beyond all halves', -1e30, 0xfc00],
] as const;

describe('toHalves', () => {
  it.each(exact)('%d is exact', (value, bits) => expect(half(value)).toBe(bits));
  it.each(rounded)('%s', (_, value, bits) => expect(half(value)).toBe(bits));

  it('keeps what is not a number so, whatever its bits', () => {
    for (const bits of [0x7fc00000, 0x7f800001, 0xffffffff]) {
      const word = new Float32Array(Uint32Array.of(bits).buffer);
      const [result] = toHalves(word);
      expect(result! & 0x7c00).toBe(0x7c00);
      expect(result! & 0x03ff).not.toBe(0);
    }
  });

  it('takes a part of a larger array', () => {
    const values = Float32Array.of(9, 1, -2, 9).subarray(1, 3);
    expect([...toHalves(values)]).toEqual([0x3c00, 0xc000]);
  });

  it('is the nearest half of each of many numbers', () => {
    // Every half by its definition, so that the nearest can be looked up.
    const halves = Array.from({ length: 0x7c00 }, (_, bits) => {
      const exponent = bits >> 10;
      const fraction = bits & 0x3ff;
      return exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
    });
    for (let at = 0; at + 1 < halves.length; at += 7) {
      const [below, above] = [halves[at]!, halves[at + 1]!];
      expect(half(below)).toBe(at);
      expect(half(below + 0.25 * (above - below))).toBe(at);
      expect(half(below + 0.5 * (above - below))).toBe(at % 2 === 0 ? at : at + 1);
      expect(half(below + 0.75 * (above - below))).toBe(at + 1);
    }
  });
});
