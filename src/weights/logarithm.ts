/**
 * ln x for a positive, normal x, to about 1e-15 of its value (near x = 1: of 1), from arithmetic that is defined to the
 * last bit, which Math.log is not. x = m · 2ᵉ with m in [√½, √2), and ln m = 2 artanh((m − 1) / (m + 1)), whose series
 * in z², z² < 0.0295, is cut after z²¹.
 */
export function naturalLogarithm(x: number): number {
  let m = x;
  let exponent = 0;
  while (m < Math.SQRT1_2) {
    const far = m < 2 ** -16;
    m *= far ? 2 ** 16 : 2;
    exponent -= far ? 16 : 1;
  }
  while (m >= Math.SQRT2) {
    m /= 2;
    exponent++;
  }
  const z = (m - 1) / (m + 1);
  const w = z * z;
  let series = 1 / 21;
  for (let divisor = 19; divisor > 0; divisor -= 2) series = series * w + 1 / divisor;
  return exponent * Math.LN2 + 2 * z * series;
}
