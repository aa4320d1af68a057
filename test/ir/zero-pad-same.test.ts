import { expect, it } from 'vitest';
import { check } from '../../src/check.ts';

it('refuses `same` where no window slides', () => {
  const text = 'network n {\n  input 3 x 8 x 8\n  zero_pad pad same\n}\n';
  const { diagnostics } = check({ name: 'test.resnet', text });
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['value/type', '`pad` must be a whole number or (top, bottom, left, right), not same'],
  ]);
});
