import type { Node } from '../ir/graph.ts';
import type { Values } from './values.ts';

/** The kernel that applies a function to each value. */
export function map(compute: (x: number) => number) {
  return (_: Node, [input]: readonly Values[]): Float64Array => input!.data.map((x) => compute(x));
}

// Math.max and Math.min keep NaN, which a comparison would turn into a number.
export const relu = (x: number): number => Math.max(x, 0);
export const relu6 = (x: number): number => Math.min(Math.max(x, 0), 6);
export const hardsigmoid = (x: number): number => relu6(x + 3) / 6;
export const hardswish = (x: number): number => (x * relu6(x + 3)) / 6;
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const silu = (x: number): number => x / (1 + Math.exp(-x));
export const gelu = (x: number): number => x * normalDistribution(x);

/** Beyond this the distribution function is 0 or 1 to the last bit of a double next to 1. */
const negligible = 8.3;

/**
 * Φ(x) to an absolute error of some 10⁻¹⁶: ½ + φ(x) · (x + x³/3 + x⁵/(3·5) + x⁷/(3·5·7) + …), whose terms have all one sign
 * (Marsaglia 2004, “Evaluating the Normal Distribution”, Journal of Statistical Software 11(4)).
 */
export function normalDistribution(x: number): number {
  if (x < -negligible) return 0;
  if (x > negligible) return 1;
  const square = x * x;
  let term = x;
  let sum = x;
  let before: number;
  let odd = 1;
  do {
    before = sum;
    odd += 2;
    term *= square / odd;
    sum += term;
  } while (sum !== before && odd < 1000); // the bound is for NaN
  return 0.5 + (sum * Math.exp(-square / 2)) / Math.sqrt(2 * Math.PI);
}
