import { describe, expect, test } from 'vitest';
import { foldPadding } from '../../../src/ir/passes/fold-padding.ts';
import { expectSame, only, operatorsOf, programOf } from './programs.ts';

const folded: readonly (readonly [input: string, statements: string, stays: string])[] = [
  ['3 x 7 x 5', 'zero_pad 1; conv 3x3, 4, pad 0', 'conv'],
  ['3 x 7 x 5', 'zero_pad pad (1, 0, 2, 3); conv 3x3, 4, stride 2x1, dilation 1x2, pad (0, 2, 1, 0)', 'conv'],
  ['6 x 7 x 5', 'zero_pad 2; conv 3x3, 6, groups 6', 'conv'],
  ['3 x 7 x 5', 'relu; zero_pad 1; maxpool 3x3, stride 2, pad 0', 'relu maxpool'],
  ['3 x 7 x 5', 'sigmoid; zero_pad 1; maxpool 3x3, stride 2', 'sigmoid maxpool'],
  ['3 x 7 x 5', 'zero_pad 1; avgpool 3x3, stride 2', 'avgpool'],
  ['3 x 7 x 5', 'zero_pad pad (1, 0, 0, 1); avgpool 3x3, stride 2, pad 1', 'avgpool'],
  ['3 x 7 x 5', 'zero_pad 1; avgpool 3x3, stride 2, exclude_pad', 'avgpool'],
  ['3 x 7 x 5', 'zero_pad 1; zero_pad pad (0, 1, 2, 3), channels (1, 0); tanh', 'zero_pad tanh'],
  ['3 x 7 x 5', 'zero_pad 1, channels (1, 2); zero_pad 2, channels (2, 3); conv 3x3, 4', 'zero_pad conv'],
  ['3 x 7 x 5', 'zero_pad 1; zero_pad 1; zero_pad 1; conv 3x3, 4, pad 0', 'conv'],
];

const kept: readonly (readonly [why: string, input: string, statements: string])[] = [
  ['a maximum may be below 0', '3 x 7 x 5', 'tanh; zero_pad 1; maxpool 3x3, stride 2, pad 0'],
  ['a maximum of nothing but zeros is 0, not −∞', '3 x 7 x 5', 'relu; zero_pad 3; maxpool 2x2, stride 1'],
  ['a mean of nothing but zeros', '3 x 7 x 5', 'zero_pad 3; avgpool 2x2, stride 1'],
  ['own padding is not counted', '3 x 7 x 5', 'zero_pad 1; avgpool 3x3, stride 2, pad 1, exclude_pad'],
  ['the padding is the output', '3 x 7 x 5', 'conv 3x3, 4; zero_pad 1'],
  ['one reader cannot take it', '3 x 7 x 5', 'p: zero_pad 1; conv 3x3, 3; add p'],
  ['it pads channels', '3 x 7 x 5', 'zero_pad 1, channels (0, 1); conv 3x3, 4'],
  ['it pads channels in front', '3 x 7 x 5', 'zero_pad 1, channels (1, 0); conv 3x3, 4'],
  [
    'own padding of one side is not counted',
    '3 x 7 x 5',
    'zero_pad 1; avgpool 3x3, stride 2, pad (0, 0, 0, 1), exclude_pad',
  ],
  ['a mean over all counts it', '3 x 7 x 5', 'zero_pad 1; avgpool global'],
  ['an operator stands between', '3 x 7 x 5', 'zero_pad 1; batchnorm; conv 3x3, 4'],
  ['a linear layer has no padding', '3 x 7 x 5', 'zero_pad 1; linear 4'],
];

describe('foldPadding', () => {
  test.each(folded)('of %s: %s', (input, statements, stays) => {
    const before = programOf(input, ...statements.split('; '));
    let after = foldPadding(before);
    for (let next = foldPadding(after); next !== after; next = foldPadding(after)) after = next;
    expect(operatorsOf(after)).toBe(stays);
    expectSame(after, before);
  });

  test('into all readers', () => {
    const before = programOf(
      '3 x 7 x 5',
      'p: zero_pad pad (1, 0, 0, 2)',
      'a: conv 3x3, 4',
      'from p',
      'conv 1x1, 4',
      'add a',
    );
    const after = foldPadding(before);
    expect(operatorsOf(after)).toBe('conv conv add');
    expectSame(after, before);
  });

  test.each(kept)('not where %s', (_, input, statements) => {
    const before = programOf(input, ...statements.split('; '));
    expect(foldPadding(before)).toBe(before);
  });

  test('zeros that were counted stay counted', () => {
    const { attributes } = only(
      foldPadding(programOf('3 x 7 x 5', 'zero_pad 1', 'avgpool 3x3, stride 2, exclude_pad')),
      'avgpool',
    );
    expect(attributes).toMatchObject({ pad: [1, 1, 1, 1], exclude_pad: false });
  });
});
