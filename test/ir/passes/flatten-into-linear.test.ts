import { expect, test } from 'vitest';
import { flattenIntoLinear } from '../../../src/ir/passes/flatten-into-linear.ts';
import { removeDead } from '../../../src/ir/passes/remove-dead.ts';
import { expectSame, only, operatorsOf, programOf } from './programs.ts';

test.each([
  ['flatten; linear 6', 'linear'],
  ['tanh; flatten; flatten; linear 6, bias false', 'tanh linear'],
  ['flatten; linear 6, pointwise; relu', 'linear relu'],
  ['f: flatten; linear 60; add f', 'flatten linear add'],
])('of 3 x 4 x 5: %s', (statements, stays) => {
  const before = programOf('3 x 4 x 5', ...statements.split('; '));
  const after = removeDead(flattenIntoLinear(before));
  expect(operatorsOf(after)).toBe(stays);
  expect(only(after, 'linear').attributes.pointwise).toBe(false);
  expectSame(after, before);
  expect(flattenIntoLinear(after)).toBe(after);
});

test.each(['linear 6', 'linear 6, pointwise', 'flatten; dropout 0.5; linear 6'])(
  'leaves %s',
  (statements) => {
    const before = programOf('3 x 4 x 5', ...statements.split('; '));
    expect(flattenIntoLinear(before)).toBe(before);
  },
);
