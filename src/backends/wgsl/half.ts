/** Float32 values as IEEE half floats, rounded to nearest, ties to even; what is too large becomes infinite. */
export function toHalves(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(words, halfOf);
}

function halfOf(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // not a number
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520 and beyond
  if (magnitude < 0x33000001) return sign; // up to 2⁻²⁵
  const exponent = magnitude >>> 23;
  // Below 2⁻¹⁴ a half has fewer digits.
  const shift = exponent < 113 ? 126 - exponent : 13;
  const digits = exponent < 113 ? (magnitude & 0x7fffff) | 0x800000 : magnitude - 0x38000000;
  const kept = digits >>> shift;
  const rest = digits & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  return sign | (kept + (rest > middle || (rest === middle && kept % 2 === 1) ? 1 : 0));
}
