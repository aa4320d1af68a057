import type { Activation } from '../layer.ts';

/** Each as an expression of the vec4f `x`. Arguments of exp and tanh are bounded, since drivers differ on what overflows. */
export const activations: Readonly<Record<Activation, string>> = {
  relu: 'max(x, vec4f())',
  relu6: 'clamp(x, vec4f(), vec4f(6))',
  silu: 'x / (1 + exp(-max(x, vec4f(-87))))',
  gelu: 'gelu(x)',
  sigmoid: '1 / (1 + exp(-max(x, vec4f(-87))))',
  hardswish: 'x * clamp(x / 6 + 0.5, vec4f(), vec4f(1))',
  hardsigmoid: 'clamp(x / 6 + 0.5, vec4f(), vec4f(1))',
  tanh: 'tanh(clamp(x, vec4f(-10), vec4f(10)))',
};

/** x·Φ(x) = x/2 · erfc(−x/√2); erfc after Press et al., Numerical Recipes, 6.2: relative error below 1.2e-7 everywhere. */
export const geluFunction = `fn gelu(x: vec4f) -> vec4f {
  let z = abs(x) * 0.7071067811865476;
  let t = 1 / (1 + 0.5 * z);
  let series = -1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806
    + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  let tail = t * exp(max(series - z * z, vec4f(-87)));
  return 0.5 * x * select(2 - tail, tail, x < vec4f());
}
`;
