import { describe, expect, it } from 'vitest';
import { isFault } from '../../src/ir/operator.ts';
import type { PaddingRule } from '../../src/ir/padding.ts';
import { resolvePadding } from '../../src/ir/padding.ts';
import type { Pads, Pair, Shape } from '../../src/ir/shape.ts';
import { effectiveKernel, elements, sameShape, windowOutput } from '../../src/ir/shape.ts';
import { slide, slideOverValues } from '../../src/ir/sliding.ts';

const none: Pads = [0, 0, 0, 0];

describe('windowOutput', () => {
  // PyTorch’s Conv2d: ⌊(H + pads − dilation · (kernel − 1) − 1) / stride⌋ + 1, each axis for itself.
  it.each<[what: string, input: Pair, kernel: Pair, stride: Pair, dilation: Pair, pad: Pads, output: Pair]>([
    ['one position', [3, 3], [3, 3], [1, 1], [1, 1], none, [1, 1]],
    ['⌊(7 − 3) / 1⌋ + 1, ⌊(9 − 5) / 1⌋ + 1', [7, 9], [3, 5], [1, 1], [1, 1], none, [5, 5]],
    ['⌊(8 − 3) / 2⌋ + 1, ⌊(9 − 3) / 2⌋ + 1', [8, 9], [3, 3], [2, 2], [1, 1], none, [3, 4]],
    ['⌊(224 + 6 − 7) / 2⌋ + 1', [224, 224], [7, 7], [2, 2], [1, 1], [3, 3, 3, 3], [112, 112]],
    ['strides 2 and 3', [9, 10], [1, 1], [2, 3], [1, 1], none, [5, 4]],
    ['⌊(9 − 2 · 2 − 1) / 1⌋ + 1, ⌊(9 − 3 · 2 − 1) / 1⌋ + 1', [9, 9], [3, 3], [1, 1], [2, 3], none, [5, 3]],
    ['top and bottom, left and right', [4, 4], [3, 3], [1, 1], [1, 1], [1, 2, 3, 4], [5, 9]],
    ['rows that do not fit', [2, 8], [3, 3], [1, 1], [1, 1], none, [0, 6]],
    ['columns that do not fit', [8, 1], [3, 4], [1, 1], [1, 1], none, [6, -2]],
  ])('%s', (_, input, kernel, stride, dilation, pad, output) => {
    expect(windowOutput(input, { kernel, stride, dilation, pad })).toEqual(output);
  });
});

describe('slide', () => {
  it.each<[what: string, input: Shape, kernel: Pair, dilation: Pair, pad: Pads, output: Shape | undefined]>([
    ['a window that just fits', [3, 3, 5], [3, 5], [1, 1], none, [8, 1, 1]],
    ['one that fits with its padding', [3, 1, 1], [3, 3], [1, 1], [1, 1, 1, 1], [8, 1, 1]],
    ['rows that do not fit', [3, 2, 5], [3, 5], [1, 1], none, undefined],
    ['columns that do not fit', [3, 3, 4], [3, 5], [1, 1], none, undefined],
    ['taps that are too far apart', [3, 4, 5], [3, 3], [2, 1], none, undefined],
  ])('%s', (_, input, kernel, dilation, pad, output) => {
    const result = slide('conv', input, { kernel, dilation, pad, stride: [1, 1] }, 8);
    expect(isFault(result) ? undefined : result).toEqual(output);
  });

  it('says what does not fit what', () => {
    const window = { kernel: [3, 2], stride: [1, 1], dilation: [4, 3], pad: [1, 2, 3, 4] } as const;
    expect(slide('conv', [3, 5, 6], window, 8)).toEqual({
      code: 'shape/kernel-too-large',
      parameters: {
        operator: 'conv',
        kernel: [9, 4], // (3 − 1) · 4 + 1, (2 − 1) · 3 + 1
        input: [3, 5, 6],
        padded: [8, 13], // 5 + 1 + 2, 6 + 3 + 4
        formula: '⌊(8 − 9) / 1⌋ + 1 = 0',
      },
      argument: 'kernel',
    });
  });

  it.each<[what: string, input: Shape, stride: Pair, formula: string]>([
    ['rows alone', [3, 2, 9], [1, 2], '⌊(2 − 3) / 1⌋ + 1 = 0'],
    ['columns alone', [3, 9, 4], [1, 2], '⌊(4 − 5) / 2⌋ + 1 = 0'],
    ['both: the rows', [3, 1, 1], [2, 1], '⌊(1 − 3) / 2⌋ + 1 = 0'],
    ['rows that just fit', [3, 3, 4], [1, 1], '⌊(4 − 5) / 1⌋ + 1 = 0'],
    ['by more than one', [3, 9, 2], [1, 1], '⌊(2 − 5) / 1⌋ + 1 = −2'],
  ])('shows the formula of the axis that does not fit: %s', (_, input, stride, formula) => {
    const result = slide('conv', input, { kernel: [3, 5], dilation: [1, 1], pad: none, stride }, 8);
    expect(result).toMatchObject({ parameters: { formula } });
  });
});

describe('slideOverValues', () => {
  /** Of rows and columns in turn: the first window starts at −before, each a stride behind the one before. */
  type Axis = {
    extent: number;
    kernel: number;
    stride: number;
    dilation: number;
    before: number;
    behind: number;
  };
  const along = { extent: 6, kernel: 2, stride: 1, dilation: 1, before: 0, behind: 0 };

  it.each<[what: string, axis: Axis, outputs: number | undefined]>([
    ['no padding', along, 5],
    ['the first window holds the first value', { ...along, before: 1 }, 6],
    ['the first window ends before it', { ...along, before: 2 }, undefined],
    ['a dilated window of 1 + 1 · 2 reaches it', { ...along, before: 2, dilation: 2 }, 6],
    ['a dilated window of 1 + 1 · 2 ends before it', { ...along, before: 3, dilation: 2 }, undefined],
    ['the last window starts at the last value, 5', { ...along, behind: 1 }, 6],
    ['the last window starts behind it, at 6', { ...along, behind: 2 }, undefined],
    ['windows at −1, 2, 5', { ...along, before: 1, behind: 1, stride: 3 }, 3],
    ['windows at 0, 3, 6', { ...along, behind: 2, stride: 3 }, undefined],
    ['windows at 0, 4', { ...along, behind: 2, stride: 4 }, 2],
    ['a window that does not fit', { ...along, kernel: 7 }, undefined],
  ])('%s', (_, { extent, kernel, stride, dilation, before, behind }, outputs) => {
    const one = (rows: boolean) => {
      const pair = (value: number): Pair => (rows ? [value, 1] : [1, value]);
      const pad: Pads = rows ? [before, behind, 0, 0] : [0, 0, before, behind];
      const window = { kernel: pair(kernel), stride: pair(stride), dilation: pair(dilation), pad };
      const result = slideOverValues('maxpool', [3, ...pair(extent)], window, 3);
      return isFault(result) ? undefined : result[rows ? 1 : 2];
    };
    expect([one(true), one(false)]).toEqual([outputs, outputs]);
  });

  it('points at the padding, or at the window where that is too large', () => {
    const window = { kernel: [2, 2], stride: [1, 1], dilation: [1, 1], pad: [2, 0, 0, 0] } as const;
    expect(slideOverValues('maxpool', [3, 6, 6], window, 3)).toEqual({
      code: 'shape/empty-window',
      parameters: { operator: 'maxpool' },
      argument: 'pad',
    });
    expect(slideOverValues('maxpool', [3, 6, 1], { ...window, pad: none }, 3)).toMatchObject({
      code: 'shape/kernel-too-large',
    });
  });
});

describe('resolvePadding', () => {
  const unit: Pair = [1, 1];
  it.each<
    [rule: PaddingRule, input: Pair, kernel: Pair, stride: Pair, dilation: Pair, pads: Pads | undefined]
  >([
    [[1, 2, 3, 4], [8, 8], [2, 2], unit, unit, [1, 2, 3, 4]],
    // (k − 1) / 2 · dilation on each side
    ['half', [8, 8], [1, 1], unit, unit, none],
    ['half', [8, 8], [3, 7], unit, unit, [1, 1, 3, 3]],
    ['half', [8, 8], [3, 5], [2, 2], [2, 3], [2, 2, 6, 6]],
    ['half', [8, 8], [2, 3], unit, unit, undefined],
    ['half', [8, 8], [3, 2], unit, unit, undefined],
    ['half if odd', [8, 8], [3, 5], unit, unit, [1, 1, 2, 2]],
    ['half if odd', [8, 8], [2, 2], unit, unit, none],
    ['half if odd', [8, 8], [3, 2], unit, unit, none],
    // TensorFlow’s SAME (tf.nn.convolution): max((⌈in / stride⌉ − 1) · stride + (k − 1) · dilation + 1 − in, 0), the odd one behind.
    ['same', [8, 8], [3, 3], unit, unit, [1, 1, 1, 1]],
    ['same', [8, 9], [3, 3], [2, 2], unit, [0, 1, 1, 1]], // (4 − 1) · 2 + 3 − 8 = 1, (5 − 1) · 2 + 3 − 9 = 2
    ['same', [224, 224], [7, 7], [2, 2], unit, [2, 3, 2, 3]], // 111 · 2 + 7 − 224 = 5
    ['same', [8, 8], [2, 4], unit, unit, [0, 1, 1, 2]],
    ['same', [9, 9], [1, 1], [2, 2], unit, none], // 4 · 2 + 1 − 9 = 0
    ['same', [8, 8], [1, 1], [2, 3], unit, none], // 3 · 2 + 1 − 8 < 0
    ['same', [9, 10], [3, 3], unit, [2, 3], [2, 2, 3, 3]], // 8 + 5 − 9 = 4, 9 + 7 − 10 = 6
    ['same', [8, 7], [5, 3], [3, 2], unit, [1, 2, 1, 1]], // 2 · 3 + 5 − 8 = 3, 3 · 2 + 3 − 7 = 2
  ])('%j of %j, window %j, stride %j, dilation %j: %j', (rule, input, kernel, stride, dilation, pads) => {
    expect(resolvePadding(rule, input, { kernel, stride, dilation })).toEqual(pads);
  });
});

it.each([
  [1, 1, 1],
  [3, 1, 3],
  [3, 2, 5],
  [5, 3, 13],
])('a kernel of %i at dilation %i covers %i', (kernel, dilation, covered) => {
  expect(effectiveKernel(kernel, dilation)).toBe(covered);
});

it.each<[Shape, Shape, boolean]>([
  [[3, 4, 5], [3, 4, 5], true],
  [[3, 4, 5], [2, 4, 5], false],
  [[3, 4, 5], [3, 5, 5], false],
  [[3, 4, 5], [3, 4, 4], false],
])('%j and %j are one shape: %s', (a, b, same) => {
  expect(sameShape(a, b)).toBe(same);
});

it.each<[readonly number[], number]>([
  [[], 1],
  [[7], 7],
  [[2, 3, 5], 30],
])('%j has %d elements', (shape, count) => {
  expect(elements(shape)).toBe(count);
});
