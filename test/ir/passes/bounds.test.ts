import { describe, expect, test } from 'vitest';
import { boundsOf } from '../../../src/ir/passes/bounds.ts';
import { windowsMeetInput } from '../../../src/ir/passes/covered-windows.ts';
import type { Shape } from '../../../src/ir/shape.ts';
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
  ['relu6; maxpool 2x2, stride 1, pad 2', -inf, 6], // a window of nothing but padding is −∞
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

describe('windowsMeetInput', () => {
  const rows: readonly (readonly [
    what: string,
    axis: { extent: number; kernel: number; stride: number; before: number; outputs: number },
    meets: boolean,
  ])[] = [
    ['no padding', { extent: 6, kernel: 2, stride: 2, before: 0, outputs: 3 }, true],
    [
      'the first window holds the first row',
      { extent: 6, kernel: 2, stride: 1, before: 1, outputs: 1 },
      true,
    ],
    ['the first window ends before it', { extent: 6, kernel: 2, stride: 1, before: 2, outputs: 1 }, false],
    // Windows start at −before, −before + stride, …; the last at (outputs − 1) · stride − before.
    [
      'the last window starts at the last row, 5',
      { extent: 6, kernel: 2, stride: 1, before: 0, outputs: 6 },
      true,
    ],
    [
      'the last window starts behind it, at 6',
      { extent: 6, kernel: 2, stride: 1, before: 0, outputs: 7 },
      false,
    ],
    [
      'the last window starts at 2 · 3 − 1 = 5',
      { extent: 6, kernel: 2, stride: 3, before: 1, outputs: 3 },
      true,
    ],
    [
      'the last window starts at 2 · 4 − 1 = 7',
      { extent: 6, kernel: 2, stride: 4, before: 1, outputs: 3 },
      false,
    ],
    [
      'the last window starts at 2 · 3 − 0 = 6',
      { extent: 6, kernel: 2, stride: 3, before: 0, outputs: 3 },
      false,
    ],
  ];

  test.each(rows)('%s', (_, { extent, kernel, stride, before, outputs }, meets) => {
    const along = (rowsFirst: boolean, global: boolean): boolean => {
      const pair = (value: number, other: number) =>
        (rowsFirst ? [value, other] : [other, value]) as [number, number];
      const pads = rowsFirst ? [before, 0, 0, 0] : [0, 0, before, 0];
      const pool = { global, kernel: pair(kernel, 1), stride: pair(stride, 1), pad: pads as never };
      const input: Shape = [4, ...pair(extent, 1)];
      const output: Shape = [4, ...pair(outputs, 1)];
      return windowsMeetInput(pool, input, output);
    };
    expect([along(true, false), along(false, false)]).toEqual([meets, meets]);
    expect([along(true, true), along(false, true)]).toEqual([true, true]);
  });
});
