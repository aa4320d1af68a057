import { check } from '../../src/index.ts';
import type { Graph } from '../../src/ir/graph.ts';

/** A small network for PyTorch and the reference: statements behind an input. */
export interface Case {
  readonly input: string;
  readonly statements: readonly string[];
  readonly batch?: number;
  /** Standard deviation of the input; 2 if not said. */
  readonly spread?: number;
}

const one = (input: string, ...statements: readonly string[]): Case => ({ input, statements, batch: 2 });

/** Odd and unequal sizes, strides, four different pads, dilation, groups, batches. */
export const cases: readonly Case[] = [
  one('3 x 9 x 7', 'conv 3x3, 5'),
  one('3 x 10 x 7', 'conv 3x5, 4, stride 2x1, pad (0, 2, 1, 3), bias'),
  one('3 x 15 x 12', 'conv 7x7, 4, stride 2'),
  { ...one('6 x 5 x 4', 'conv 1x1, 8, stride 2'), batch: 3 },
  one('2 x 11 x 13', 'conv 3x3, 3, dilation 2x3, pad 2, bias'),
  one('2 x 11 x 13', 'conv 3x3, 3, dilation 2, stride 2x3, pad (2, 1, 0, 3)'),
  one('6 x 7 x 6', 'conv 3x3, 9, groups 3, stride 2, bias'),
  one('90 x 4 x 5', 'conv 3x3, 18, groups 9, pad (1, 0, 0, 1), dilation 1x2'),
  one('5 x 9 x 8', 'conv 3x3, 5, groups 5, stride 2'),
  one('4 x 7 x 9', 'conv 5x3, 12, groups 4, pad (2, 1, 1, 0), bias'),
  one('3 x 2 x 3', 'conv 3x3, 2, pad 5'),
  one('2 x 9 x 8', 'conv 4x2, 3, stride 3, pad same'),
  one('700 x 7 x 9', 'conv 3x3, 6'), // more than one block of patches
  one('4 x 3 x 5', 'linear 7'),
  one('4 x 3 x 5', 'linear 6, bias false'),
  one('6 x 3 x 4', 'linear 5, pointwise'),
  one('6 x 3 x 4', 'linear 5, pointwise, bias false'),
  one('5 x 4 x 3', 'batchnorm eps 1.001e-5'),
  one('5 x 4 x 3', 'batchnorm eps 0.5'),
  one('6 x 3 x 5', 'layernorm eps 1e-6'),
  one('6 x 3 x 5', 'layernorm eps 0.5'),
  one('6 x 3 x 5', 'groupnorm 3'),
  one('6 x 3 x 5', 'groupnorm 6, eps 0.5'),
  ...['relu', 'relu6', 'silu', 'gelu', 'sigmoid', 'hardswish', 'hardsigmoid', 'tanh', 'softmax'].flatMap(
    (activation) => [
      one('5 x 4 x 3', activation),
      { ...one('7 x 3 x 2', activation), spread: 0.2 },
      { ...one('7 x 3 x 2', activation), spread: 300 },
    ],
  ),
  one('3 x 11 x 8', 'maxpool 3x3, stride 2'),
  one('2 x 7 x 9', 'maxpool 2x3, stride 2x1, pad (1, 0, 0, 2)'),
  one('3 x 7 x 6', 'maxpool 2x2'),
  one('3 x 7 x 6', 'maxpool 1x1, stride 2'),
  one('3 x 5 x 4', 'maxpool global'),
  one('3 x 7 x 9', 'avgpool 3x3, stride 2'),
  one('3 x 7 x 9', 'avgpool 3x3, stride 2, pad 1'),
  one('3 x 7 x 9', 'avgpool 3x3, stride 2, pad 1, exclude_pad'),
  one('2 x 6 x 5', 'avgpool 3x2, stride 1, pad (2, 0, 1, 0)'),
  one('2 x 6 x 5', 'avgpool 3x2, stride 1, pad (2, 0, 1, 0), exclude_pad'),
  one('3 x 5 x 4', 'avgpool global'),
  one('3 x 4 x 5', 'flatten'),
  one('2 x 3 x 4', 'dropout 0.5'),
  one('2 x 3 x 4', 'drop_path 0.5'),
  one('3 x 4 x 5', 'zero_pad pad (1, 0, 2, 3)'),
  one('3 x 4 x 5', 'zero_pad 1, channels (2, 1)'),
  one('3 x 4 x 5', 'zero_pad channels (0, 3)'),
  one('3 x 5 x 4', 'upsample 3x2'),
  one('3 x 5 x 4', 'upsample 3x2, bilinear'),
  one('3 x 1 x 4', 'upsample 5x1, bilinear'),
  one('12 x 3 x 2', 'channel_shuffle 3'),
  one('5 x 3 x 4', 'scale: layer_scale'),
  one('4 x 3 x 5', 'add a, b, a'),
  one('4 x 3 x 5', 'multiply a, b'),
  one('4 x 3 x 5', 'avgpool global', 'sigmoid', 'g: relu', 'from a', 'multiply g, b, g'),
  one('4 x 3 x 5', 'conv 1x1, 1', 'g: sigmoid', 'from a', 'multiply g'),
  one('4 x 3 x 5', 'conv 1x1, 1', 'maxpool global', 'g: sigmoid', 'from a', 'multiply g'),
  one('4 x 3 x 5', 'c: conv 3x3, 2', 'from a', 'concat c, b'),
  one('4 x 3 x 5', 'maxpool global', 'c: relu', 'avgpool global', 'concat c'),
  one(
    '3 x 9 x 7',
    'conv 3x3, 8, stride 2',
    'batchnorm',
    'relu',
    'maxpool 3x3, stride 2',
    'linear 5',
    'softmax',
  ),
];

/** The case as PyTorch's and the reference's graph: `a` and `b` are values of the input's shape that no symmetry hides. */
export function graphOf({ input, statements }: Case): Graph {
  const needsNames = statements.some((line) => /\b[ab]\b/.test(line));
  const lines = needsNames ? ['a: tanh', 'b: silu', ...statements] : statements;
  const text = `network case { input ${input}\n${lines.join('\n')}\n}`;
  const { networks, diagnostics } = check({ name: 'case.resnet', text });
  const wrong = diagnostics.filter(({ severity }) => severity === 'error');
  if (networks[0] === undefined || wrong.length > 0)
    throw new Error(`${text}\n${wrong.map(({ message }) => message).join('\n')}`);
  return networks[0];
}
