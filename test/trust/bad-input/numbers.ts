import { byEffort } from '../effort.ts';
import type { promises } from './promises.ts';

/** A small network of which every target must compute the same, with inputs and weights that are easily computed wrong. */
export interface NumbersCase {
  readonly row: (typeof promises)[number]['id'];
  readonly name: string;
  /** C×H×W. */
  readonly input: string;
  readonly statements: readonly string[];
  readonly batch: number;
  /** The input’s number at a position; without it, pseudo-random ones in [−2, 2). */
  readonly value: ((index: number) => number) | undefined;
  /** Tensors by name, all of one number; the others are pseudo-random. */
  readonly tensors: Readonly<Record<string, number>>;
}

type Traits = Partial<Pick<NumbersCase, 'batch' | 'value' | 'tensors'>>;

const cases: NumbersCase[] = [];
const add = (
  row: NumbersCase['row'],
  name: string,
  input: string,
  statements: string | readonly string[],
  traits: Traits = {},
): void => {
  cases.push({
    row,
    name,
    input,
    statements: [statements].flat(),
    batch: 1,
    value: undefined,
    tensors: {},
    ...traits,
  });
};

/** ResNet’s operators in a row, on whatever size. */
const resnet = [
  ...['conv 3x3, 4, stride 2', 'batchnorm', 'relu', 'maxpool 3x3, stride 2, pad 1'],
  'residual { conv 3x3, 6, stride 2; batchnorm; relu; conv 3x3, 6; batchnorm } shortcut projection',
  ...['relu', 'avgpool global', 'linear 5'],
];

add('H stride-dilation', 'stride and dilation', '3 x 11 x 9', 'conv 3x3, 4, stride 2, dilation 2, pad 1');
add(
  'H stride-dilation',
  'stride and dilation of groups',
  '4 x 10 x 13',
  'conv 3x3, 8, stride 2x3, dilation 3x2, groups 2',
);
add(
  'H stride-dilation',
  'stride and dilation of channels',
  '4 x 9 x 8',
  'conv 3x3, 4, stride 2, dilation 2, groups 4',
);

for (const [height, width] of [
  [8, 8],
  [7, 8],
  [7, 7],
] as const) {
  add(
    'H same',
    `pad same at stride 2 on ${height}×${width}`,
    `3 x ${height} x ${width}`,
    'conv 3x3, 4, stride 2, pad same',
  );
  add(
    'H same',
    `pad same of a pool on ${height}×${width}`,
    `3 x ${height} x ${width}`,
    'maxpool 3x3, stride 2, pad same',
  );
}

add('H norm-defaults', 'batchnorm as it is unwritten, of a small variance', '4 x 3 x 5', 'norm: batchnorm', {
  tensors: { 'norm.running_var': 1e-6 },
});

add('H average', 'mean with padding', '3 x 7 x 6', 'avgpool 3x3, stride 2, pad 1');
add(
  'H average',
  'mean with padding, which is not counted',
  '3 x 7 x 6',
  'avgpool 3x3, stride 2, pad 1, exclude_pad',
);
add(
  'H average',
  'mean with padding on one side',
  '3 x 6 x 5',
  'avgpool 2x2, stride 2, pad (0, 1, 1, 0), exclude_pad',
);

for (const kind of ['maxpool', 'avgpool'] as const) {
  add(
    'H ceil',
    `${kind}: last window that begins in the padding`,
    '2 x 5 x 5',
    `${kind} 2x2, stride 2, pad (0, 2, 0, 2)`,
  );
  add(
    'H ceil',
    `${kind}: last window that begins at the edge`,
    '2 x 4 x 6',
    `${kind} 3x3, stride 2, pad (1, 2, 1, 2)`,
  );
}

const negative = (index: number): number => -1 - (index % 7);
add(
  'H empty-windows',
  'maximum of negative values with padding',
  '3 x 7 x 6',
  'maxpool 3x3, stride 2, pad 1',
  { value: negative },
);
add('H empty-windows', 'maximum of negative values, global', '3 x 7 x 6', 'maxpool global', {
  value: negative,
});
add(
  'H empty-windows',
  'maximum of negative values behind a relu',
  '3 x 7 x 6',
  ['relu', 'maxpool 3x3, stride 2, pad 1'],
  {
    value: negative,
  },
);
add(
  'H empty-windows',
  'mean of a window wholly in the padding',
  '2 x 4 x 4',
  'avgpool 2x2, stride 2, pad (0, 3, 0, 3)',
);

const wide = (index: number): number => (index % 21) - 10;
add('H clip', 'relu6', '3 x 5 x 4', 'relu6', { value: wide });
add('H clip', 'relu6 behind relu', '3 x 5 x 4', ['relu', 'relu6'], { value: wide });
add('H clip', 'relu behind relu6', '3 x 5 x 4', ['relu6', 'relu'], { value: wide });
add(
  'H clip',
  'relu6 behind a convolution and batchnorm',
  '3 x 5 x 4',
  ['conv 3x3, 4', 'batchnorm', 'relu6'],
  { value: wide },
);
add('H clip', 'relu6 behind an add', '3 x 5 x 4', ['a: relu', 'add a', 'relu6'], { value: wide });

const folded = ['conv 3x3, 4', 'norm: batchnorm', 'relu'];
add('H folding', 'variance 0', '3 x 5 x 4', folded, { tensors: { 'norm.running_var': 0 } });
add('H folding', 'negative variance', '3 x 5 x 4', ['conv 3x3, 4', 'norm: batchnorm'], {
  tensors: { 'norm.running_var': -1 },
});
add('H folding', 'γ of 0', '3 x 5 x 4', folded, { tensors: { 'norm.weight': 0 } });
add('H folding', 'γ of 0, not behind a convolution', '3 x 5 x 4', ['norm: batchnorm', 'gelu'], {
  tensors: { 'norm.weight': 0 },
});

const sizes = Array.from({ length: 81 }, (_, index) => [1 + Math.floor(index / 9), 1 + (index % 9)] as const);
for (const [height, width] of byEffort({
  sample: [
    [1, 1],
    [9, 4],
  ] as const,
  deep: sizes,
}))
  add('H sizes', `odd sizes: ${height}×${width}`, `3 x ${height} x ${width}`, resnet, { batch: 2 });
add('H sizes', 'batch of 17', '3 x 5 x 4', resnet, { batch: 17 });
for (const channels of [1, 5]) add('H sizes', `${channels} channels`, `${channels} x 7 x 5`, resnet);
add('H sizes', '1000 channels', '1000 x 2 x 3', [
  'conv 1x1, 3',
  'batchnorm',
  'relu',
  'linear 1000',
  'softmax',
]);

add('H softmax', 'softmax of 10⁴', '4 x 2 x 2', 'softmax', { value: (index) => 1e4 * (index % 3) });
add('H softmax', 'softmax of −10⁴', '4 x 2 x 2', 'softmax', { value: (index) => -1e4 * (index % 3) });
add('H softmax', 'softmax of equal values', '1000 x 1 x 1', 'softmax', { value: () => 3.5 });
add('H softmax', 'softmax of −∞ and numbers', '4 x 1 x 1', 'softmax', {
  value: (index) => (index === 1 ? -Infinity : index),
});
add('H softmax', 'softmax of −∞ everywhere', '4 x 1 x 1', 'softmax', { value: () => -Infinity });

const at = (special: number) => (index: number) => (index === 5 ? special : index / 8 - 1);
const passing = ['relu', 'conv 1x1, 2', 'upsample 2'];
const passingAll = [
  ...[...passing, 'relu6', 'sigmoid', 'tanh', 'silu', 'maxpool 2x2', 'avgpool 2x2', 'maxpool global'],
  ...['batchnorm', 'layernorm', 'linear 3', 'zero_pad 1'],
];
for (const [name, special] of [
  ['NaN', Number.NaN],
  ['∞', Number.POSITIVE_INFINITY],
  ['−∞', Number.NEGATIVE_INFINITY],
] as const)
  for (const statement of byEffort({ sample: passing, deep: passingAll }))
    add('H not-finite', `${name} in the input of ${statement}`, '2 x 4 x 2', statement, {
      value: at(special),
    });
for (const [name, special] of [
  ['NaN', Number.NaN],
  ['∞', Infinity],
] as const)
  add('H not-finite', `${name} in a weight`, '2 x 3 x 3', 'c: conv 3x3, 2', {
    tensors: { 'c.weight': special },
    value: () => 1,
  });
add('H not-finite', 'a denormal weight', '2 x 3 x 3', 'c: conv 1x1, 2', { tensors: { 'c.weight': 1e-40 } });
add('H not-finite', 'a denormal input', '2 x 3 x 3', 'relu', { value: () => 1e-40 });
add('H not-finite', 'beyond float32', '2 x 3 x 3', 'c: conv 1x1, 2', {
  tensors: { 'c.weight': 3e38 },
  value: () => 100,
});

export const numbersCases: readonly NumbersCase[] = cases;

export function sourceOf({ input, statements }: NumbersCase, network: string): string {
  return `network ${network} {\n  input ${input}\n${statements.map((line) => `  ${line}\n`).join('')}}\n`;
}
