/** A small network: statements behind an input. `a` and `b` in them are two values of the input's shape, and different. */
export interface OperatorCase {
  readonly input: string;
  readonly statements: readonly string[];
  readonly batch: number;
  /** Of the input's numbers, which are uniform in [−spread, spread). */
  readonly spread: number;
  /** Also run with values stored as halves. */
  readonly half: boolean;
  /** Also run with the program for GPUs: of each kernel a few, since drivers for processors take seconds to compile them. */
  readonly tiles: boolean;
}

type Traits = Partial<Pick<OperatorCase, 'batch' | 'spread' | 'half' | 'tiles'>>;

const cases: OperatorCase[] = [];
const add = (traits: Traits, input: string, ...statements: readonly string[]): void => {
  cases.push({ input, statements, batch: 2, spread: 2, half: false, tiles: false, ...traits });
};
const half = { half: true };
const tiles = { tiles: true };
const both = { half: true, tiles: true };
const one = { batch: 1 };
const three = { batch: 3 };

const activations = ['relu', 'relu6', 'silu', 'gelu', 'sigmoid', 'hardswish', 'hardsigmoid', 'tanh'];

/** Convolutions: kernels, strides, pads, dilation, channels that are no multiple of 4, H ≠ W. */
add(both, '3 x 9 x 7', 'conv 3x3, 5');
add(tiles, '3 x 10 x 7', 'conv 3x5, 4, stride 2x1, pad (0, 2, 1, 3), bias');
add(one, '3 x 15 x 12', 'conv 7x7, 8, stride 2');
add(three, '6 x 5 x 4', 'conv 1x1, 8, stride 2');
add(one, '5 x 8 x 11', 'conv 1x1, 6, stride 3, bias');
add({}, '4 x 6 x 9', 'conv 1x7, 6');
add({}, '4 x 9 x 6', 'conv 7x1, 6, stride 3x1');
add({}, '3 x 6 x 5', 'conv 2x2, 6, pad (0, 1, 1, 0)');
add({}, '2 x 9 x 8', 'conv 4x2, 3, stride 3, pad same');
add({}, '2 x 11 x 13', 'conv 3x3, 3, dilation 2x3, pad 2, bias');
add(one, '2 x 11 x 13', 'conv 3x3, 3, dilation 2, stride 2x3, pad (2, 1, 0, 3)');
add({}, '3 x 2 x 3', 'conv 3x3, 2, pad 5');
add(one, '1 x 1 x 1', 'conv 3x3, 1, pad 1');
add(one, '1 x 5 x 3', 'conv 3x3, 1, bias');
add({ batch: 3, half: true, ...tiles }, '12 x 13 x 10', 'conv 3x3, 72, bias');
add(one, '64 x 7 x 7', 'conv 3x3, 40, stride 2');
add({ ...one, ...tiles }, '260 x 3 x 3', 'conv 3x3, 36, pad 1');
add(both, '72 x 6 x 5', 'conv 1x1, 130, bias', 'relu');
add({}, '16 x 17 x 18', 'conv 3x3, 20', 'batchnorm', 'relu6');
add(one, '8 x 40 x 37', 'conv 3x3, 12, bias', 'relu');
add({ batch: 2 }, '32 x 16 x 16', 'conv 3x3, 32');
add({ batch: 5 }, '64 x 4 x 4', 'conv 3x3, 64', 'relu');
add({}, '5 x 33 x 29', 'conv 5x5, 7, stride 2');

/** Grouped: depthwise, groups of multiples of 4, small and large, and groups that fall across vec4s. */
add(half, '8 x 9 x 7', 'conv 3x3, 8, groups 8');
add(tiles, '5 x 9 x 8', 'conv 3x3, 5, groups 5, stride 2, bias');
add(three, '12 x 7 x 6', 'conv 5x3, 12, groups 12, pad (2, 1, 1, 0), dilation 1x2', 'relu6');
add(one, '3 x 11 x 14', 'conv 7x7, 3, groups 3, stride 3x2');
add(tiles, '16 x 7 x 9', 'conv 3x3, 16, groups 4, bias');
add(half, '16 x 7 x 9', 'conv 3x3, 32, groups 2, stride 2');
add({}, '24 x 5 x 6', 'conv 3x3, 24, groups 2, dilation 2, pad (1, 2, 3, 0)', 'relu');
add(one, '8 x 5 x 7', 'conv 3x3, 72, groups 2');
add({ ...three, ...tiles }, '72 x 5 x 4', 'conv 1x1, 72, groups 2');
add(both, '3 x 7 x 6', 'conv 3x3, 6, groups 3');
add({}, '6 x 7 x 6', 'conv 3x3, 9, groups 3, stride 2, bias');
add({}, '90 x 4 x 5', 'conv 3x3, 18, groups 9, pad (1, 0, 0, 1), dilation 1x2');
add(one, '12 x 6 x 7', 'conv 3x3, 12, groups 2, bias', 'silu');
add({}, '4 x 7 x 9', 'conv 5x3, 12, groups 4, pad (2, 1, 1, 0), bias');
add({}, '8 x 6 x 5', 'conv 1x1, 8, groups 4', 'channel_shuffle 4', 'conv 3x3, 8, groups 2');

/** Linear layers, and the order in which they read a map. */
add(both, '4 x 3 x 5', 'linear 7');
add({}, '3 x 4 x 5', 'linear 6, bias false');
add({ ...one, ...tiles }, '6 x 5 x 3', 'flatten', 'linear 10');
add(three, '5 x 3 x 4', 'relu', 'flatten', 'linear 4', 'relu', 'linear 3');
add({ ...one, ...tiles }, '520 x 1 x 1', 'linear 70');
add({ batch: 6, tiles: true }, '5 x 3 x 2', 'linear 9', 'relu');
add(both, '6 x 3 x 4', 'linear 5, pointwise');
add({}, '6 x 3 x 4', 'linear 5, pointwise, bias false', 'gelu', 'linear 9, pointwise');
add(tiles, '5 x 3 x 4', 'flatten');
add(one, '3 x 5 x 7', 'conv 3x3, 6, stride 2', 'flatten', 'softmax');
add(half, '5 x 2 x 3', 'flatten', 'silu');

/** Activations near zero and far from it, alone and behind a convolution. */
for (const activation of activations) {
  add(tiles, '5 x 4 x 3', activation);
  add({ spread: 100 }, '7 x 3 x 2', activation);
  add({ spread: 0.01 }, '7 x 3 x 2', activation);
  add({ spread: 10, half: true }, '6 x 5 x 3', 'conv 1x1, 6, bias', activation);
}
add({ spread: 300 }, '4 x 3 x 5', 'silu', 'tanh', 'relu');
add({}, '6 x 5 x 4', 'conv 3x3, 6', 'hardswish', 'tanh', 'sigmoid');
add(both, '5 x 4 x 3', 'softmax');
add({ spread: 100 }, '7 x 3 x 2', 'softmax');
add({ spread: 1e30 }, '6 x 3 x 2', 'softmax');
add({ ...three, ...tiles }, '1000 x 1 x 1', 'softmax');
add(one, '1 x 4 x 3', 'softmax');

/** Norms that no convolution takes. */
add(both, '5 x 4 x 3', 'batchnorm eps 1.001e-5');
add({}, '8 x 4 x 3', 'batchnorm eps 0.5', 'relu');
add({}, '6 x 5 x 4', 'maxpool 2x2, stride 1', 'batchnorm', 'gelu', 'batchnorm');
add(both, '6 x 3 x 5', 'layernorm eps 1e-6');
add(three, '6 x 3 x 5', 'layernorm eps 0.5', 'gelu');
add(one, '1 x 3 x 5', 'layernorm');
add({ spread: 100 }, '33 x 3 x 2', 'layernorm');
add(both, '6 x 3 x 5', 'groupnorm 3');
add(three, '6 x 7 x 5', 'groupnorm 6, eps 0.5', 'relu');
add(one, '8 x 9 x 11', 'groupnorm 2');
add(tiles, '9 x 3 x 4', 'groupnorm 1', 'silu', 'groupnorm 3');
add(both, '5 x 3 x 4', 'scale: layer_scale');
add({}, '6 x 3 x 4', 'conv 1x1, 6', 'scale: layer_scale', 'add a');

/** Pools: padding behind negative values, windows beyond the edge, means with and without the padding. */
add(both, '3 x 11 x 8', 'maxpool 3x3, stride 2');
add({}, '5 x 6 x 7', 'sigmoid', 'batchnorm', 'maxpool 3x3, stride 1, pad 1');
add({}, '2 x 7 x 9', 'maxpool 2x3, stride 2x1, pad (1, 0, 0, 2)');
add(one, '3 x 7 x 6', 'maxpool 2x2');
add(three, '6 x 7 x 6', 'maxpool 1x1, stride 2');
add(half, '3 x 7 x 9', 'avgpool 3x3, stride 2');
add({}, '3 x 7 x 9', 'avgpool 3x3, stride 2, pad 1');
add(both, '3 x 7 x 9', 'avgpool 3x3, stride 2, pad 1, exclude_pad');
add({}, '2 x 6 x 5', 'avgpool 3x2, stride 1, pad (2, 0, 1, 0)');
add({ ...three, ...tiles }, '6 x 6 x 5', 'avgpool 3x2, stride 1, pad (2, 0, 1, 0), exclude_pad', 'relu');
add(both, '5 x 5 x 4', 'avgpool global');
add(tiles, '70 x 9 x 7', 'avgpool global', 'silu');
add({ ...three, ...tiles }, '6 x 5 x 4', 'maxpool global');
add(one, '3 x 1 x 1', 'avgpool global');
add({}, '6 x 5 x 7', 'sigmoid', 'batchnorm', 'maxpool global');

/** What only moves values. */
add(half, '3 x 5 x 4', 'upsample 2');
add(tiles, '5 x 3 x 4', 'upsample 3x2', 'relu');
add(both, '3 x 5 x 4', 'upsample 3x2, bilinear');
add(one, '6 x 1 x 4', 'upsample 5x1, bilinear', 'gelu');
add(both, '3 x 4 x 5', 'zero_pad pad (1, 0, 2, 3)');
add({}, '3 x 4 x 5', 'zero_pad 1, channels (2, 1)', 'sigmoid');
add(three, '6 x 4 x 5', 'c: zero_pad channels (0, 3)', 'relu', 'add c', 'tanh');
add({}, '4 x 4 x 5', 'zero_pad channels (4, 8)', 'conv 1x1, 5');
add({}, '4 x 5 x 6', 'relu', 'zero_pad 1', 'avgpool 2x2, stride 1');
add(both, '12 x 3 x 2', 'channel_shuffle 3');
add({}, '6 x 3 x 2', 'channel_shuffle 2', 'gelu', 'channel_shuffle 3');
add({}, '3 x 4 x 5', 'dropout 0.5', 'conv 1x1, 3', 'drop_path 0.2', 'relu');
add(tiles, '3 x 4 x 5', 'dropout 0.5');
add({}, '5 x 1 x 1', 'flatten');

/** Sums and products: more than two terms, one value twice, factors for channels and for positions, each in either place. */
add(both, '4 x 3 x 5', 'add a, b');
add(three, '6 x 3 x 5', 'c: conv 1x1, 6', 'add c');
add({}, '6 x 3 x 5', 'c: conv 1x1, 6', 'add a, b, c', 'relu');
add({}, '5 x 3 x 4', 'from a', 'add a');
add({}, '5 x 3 x 4', 'from a', 'multiply a, a');
add({}, '4 x 3 x 5', 'multiply a, b');
add(both, '6 x 5 x 4', 'avgpool global', 'sigmoid', 'g: relu', 'from a', 'multiply g, b, g');
add({ ...three, ...tiles }, '6 x 5 x 4', 'conv 1x1, 1', 'g: sigmoid', 'from a', 'multiply g');
add({}, '5 x 3 x 4', 'conv 1x1, 1', 'maxpool global', 'g: sigmoid', 'from a', 'multiply g');
add({}, '1 x 3 x 4', 'avgpool global', 'g: sigmoid', 'from a', 'multiply g');
add({}, '5 x 1 x 1', 'conv 1x1, 1', 'g: sigmoid', 'from a', 'multiply g');
add(
  {},
  '8 x 4 x 3',
  'c: conv 3x3, 8',
  'avgpool global',
  'g: conv 1x1, 8, bias',
  'from c',
  'multiply g',
  'relu',
);
add({}, '8 x 4 x 3', 'avgpool global', 'g: conv 1x1, 8', 'from a', 'c: conv 3x3, 8', 'multiply g', 'add a');
add({}, '8 x 5 x 3', 'relu', 'gate { avgpool global\nconv 1x1, 4, bias\nrelu\nconv 1x1, 8, bias\nsigmoid }');
add({}, '6 x 5 x 3', 'c: conv 3x3, 6', 'from a', 'd: conv 1x1, 6', 'from c', 'add d', 'relu');
add(
  both,
  '8 x 9 x 7',
  'residual { conv 3x3, 16, stride 2\nbatchnorm\nrelu\nconv 3x3, 16\nbatchnorm } shortcut projection',
  'relu',
);
add({}, '6 x 5 x 4', 'residual { conv 3x3, 6\nrelu\nconv 3x3, 6 } shortcut identity', 'relu', 'conv 1x1, 4');
add({}, '6 x 4 x 3', 'avgpool global', 'p: relu', 'from p', 'q: conv 1x1, 6', 'multiply p', 'add p, q');
/** As many terms as an epilogue can read, and more. */
add(
  tiles,
  '4 x 3 x 2',
  ...'cdefgh'.split('').map((name) => `${name}: conv 1x1, 4`),
  'add a, b, c, d, e, f, g',
);
add(
  tiles,
  '4 x 3 x 2',
  'c: conv 3x3, 4',
  'add a',
  'batchnorm',
  'add b',
  'multiply a',
  'batchnorm',
  'add b',
  'multiply a',
);

/** Concatenations: in place, copied, of the input, of one value twice, nested, as the output. */
add(both, '4 x 3 x 5', 'c: conv 3x3, 8', 'from a', 'concat c, b');
add({}, '4 x 3 x 5', 'c: conv 3x3, 8', 'from a', 'concat c, b', 'conv 1x1, 6', 'relu');
add(both, '5 x 3 x 4', 'c: conv 3x3, 3', 'from a', 'concat c, b', 'conv 3x3, 4');
add(three, '3 x 3 x 4', 'c: conv 1x1, 6', 'd: conv 1x1, 1', 'from a', 'concat c, b, d', 'softmax');
add({}, '4 x 3 x 5', 'from a', 'concat a');
add(tiles, '6 x 3 x 5', 'from a', 'concat a, b, a', 'relu');
add({}, '4 x 3 x 5', 'p: concat a', 'q: concat b', 'conv 1x1, 4', 'concat p, q');
add(
  {},
  '5 x 3 x 4',
  'c: conv 1x1, 8',
  'from a',
  'd: concat c',
  'avgpool 3x3, stride 1, pad 1',
  'e: concat d, b',
  'from e',
  'conv 1x1, 7',
  'concat e, d',
);
add(
  {},
  '8 x 4 x 3',
  'a1: conv 1x1, 8',
  'c1: concat b',
  'b1: conv 3x3, 4',
  'c2: concat c1',
  'conv 3x3, 4',
  'concat c2',
  'batchnorm',
  'relu',
);
add({}, '4 x 3 x 5', 'maxpool global', 'c: relu', 'avgpool global', 'concat c', 'layernorm');
add({}, '6 x 4 x 3', 'c: concat a, b', 'groupnorm 3', 'add c');
add(
  half,
  '8 x 6 x 5',
  'branches concat { path { conv 1x1, 4; relu }; path { conv 3x3, 6; relu }; path { maxpool 3x3, stride 1; conv 1x1, 5 } }',
  'relu',
);
add({}, '6 x 5 x 4', 'branches add { path {}; path { conv 3x3, 6 }; path { conv 1x1, 6; sigmoid } }', 'relu');
add({}, '6 x 5 x 4', 'branches multiply { path { conv 3x3, 6 }; path { maxpool global; sigmoid } }');
add(
  {},
  '4 x 4 x 4',
  'c: concat a, b',
  'channel_shuffle 2',
  'd: conv 1x1, 4',
  'from c',
  'upsample 2',
  'conv 1x1, 3',
);
add(
  {},
  '4 x 5 x 3',
  'c: conv 3x3, 4',
  'zero_pad channels (0, 4)',
  'd: relu',
  'from c',
  'concat d',
  'layernorm',
);

/** A whole small network. */
add(
  { batch: 3, half: true, ...tiles },
  '3 x 19 x 14',
  'conv 3x3, 8, stride 2',
  'batchnorm',
  'relu',
  'maxpool 3x3, stride 2',
  'linear 5',
  'softmax',
);

export const operatorCases: readonly OperatorCase[] = cases;

/** The case in the language. */
export function sourceOf({ input, statements }: OperatorCase): { name: string; text: string } {
  const body = statements.map((line) => `  ${line}`);
  const named = statements.some((line) => /\b(from|add|multiply|concat)\b.*\b[ab]\b/.test(line));
  if (named) body.unshift('  a: tanh', '  b: silu');
  return { name: 'case.resnet', text: `network case {\n  input ${input}\n${body.join('\n')}\n}\n` };
}
