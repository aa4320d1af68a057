import { expect, test } from 'vitest';
import { boundsOf } from '../../../src/ir/passes/bounds.ts';
import { programOf } from './programs.ts';

const inf = Number.POSITIVE_INFINITY;

/** Interval arithmetic by hand; an input may hold anything. */
const intervals: readonly (readonly [statements: string, least: number, most: number])[] = [
  ['relu', 0, inf],
  ['relu6', 0, 6],
  ['sigmoid', 0, 1],
  ['hardsigmoid', 0, 1],
  ['softmax', 0, 1],
  ['tanh', -1, 1],
  ['tanh; relu', 0, 1],
  ['tanh; relu6', 0, 1],
  ['relu6; relu', 0, 6],
  ['sigmoid; tanh', -1, 1],
  ...['conv 1x1, 4', 'linear 4', 'batchnorm', 'layernorm', 'groupnorm 1', 'silu', 'gelu', 'hardswish'].map(
    (statement) => [`sigmoid; ${statement}`, -inf, inf] as const,
  ),
  ['sigmoid; s: layer_scale', -inf, inf],
  ...['flatten', 'dropout', 'drop_path 0.1', 'upsample 2', 'upsample 2, bilinear', 'channel_shuffle 2'].map(
    (statement) => [`tanh; ${statement}`, -1, 1] as const,
  ),
  ['tanh; maxpool 3x3', -1, 1],
  ['relu6; maxpool 2x2, stride 1, pad 1', 0, 6], // no window is of padding alone
  ['relu6; avgpool 2x2', 0, 6],
  ['tanh; avgpool 3x3, pad 1', -1, 1],
  ['tanh; zero_pad 1', -1, 1],
  ['relu6; zero_pad 1', 0, 6],
  ['a: sigmoid; add a', 0, 2],
  ['a: tanh; relu6; add a', -1, 2],
  ['a: tanh; sigmoid; add a, a', -2, 3],
  ['a: relu; tanh; add a', -1, inf],
  ['a: tanh; relu6; concat a', -1, 1],
  ['a: relu6; tanh; concat a', -1, 6],
  ['a: relu6; relu; concat a', 0, 6],
  ['a: relu6; conv 1x1, 4; relu; concat a', 0, inf],
  ['a: relu6; sigmoid; multiply a', 0, 6],
  ['a: relu6; relu6; multiply a, a', 0, 216],
  ['a: relu; sigmoid; multiply a', 0, inf],
  ['a: relu6; tanh; multiply a', -inf, inf],
  ['a: tanh; relu6; multiply a', -inf, inf],
];

test.each(intervals)('%s lies between %d and %d', (statements, least, most) => {
  const { graph } = programOf('4 x 6 x 6', ...statements.split('; '));
  const bounds = boundsOf(graph)[graph.output]!;
  // 0 and −0 bound the same.
  expect({ least: bounds.least + 0, most: bounds.most + 0 }).toEqual({ least, most });
});
