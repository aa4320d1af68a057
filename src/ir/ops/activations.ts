import { operator } from '../operator.ts';

/** Elementwise functions without parameters. */
const elementwise = (summary: string) =>
  operator({ summary, inputs: 1, activation: true, attributes: {}, infer: (_, [input]) => input! });

export const relu = elementwise('max(x, 0).');
export const relu6 = elementwise('min(max(x, 0), 6).');
export const silu = elementwise('x · sigmoid(x), also called swish.');
export const gelu = elementwise('x · Φ(x), with the exact normal distribution function.');
export const sigmoid = elementwise('1 / (1 + e⁻ˣ).');
export const hardswish = elementwise('x · relu6(x + 3) / 6.');
export const hardsigmoid = elementwise('relu6(x + 3) / 6.');
export const tanh = elementwise('Hyperbolic tangent.');
