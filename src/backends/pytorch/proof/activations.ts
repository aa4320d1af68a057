/** Modules that work on each number, and the operators that they are. */
export const activations: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  ReLU6: 'relu6',
  SiLU: 'silu',
  GELU: 'gelu',
  Sigmoid: 'sigmoid',
  Hardswish: 'hardswish',
  Hardsigmoid: 'hardsigmoid',
  Tanh: 'tanh',
};
