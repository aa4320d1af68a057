import { expect, it } from 'vitest';
import { check } from '../../src/check.ts';

function diagnosticsOf(parameter: string, statement: string): readonly (readonly [string, string])[] {
  const text = `network n(${parameter}) {\n  input 3 x 8 x 8\n  ${statement}\n}\n`;
  const { diagnostics } = check({ name: 'test.resnet', text });
  return diagnostics.map(({ code, span }) => [code, text.slice(span.start, span.end)]);
}

it('checks a default against its parameter’s type', () => {
  expect(diagnosticsOf('c: int = "a"', 'conv1: conv 1x1, c')).toEqual([['value/type', '"a"']]);
  expect(diagnosticsOf('c: int[2] = [1]', 'conv1: conv 1x1, c[0]')).toEqual([['value/type', '[1]']]);
});

it('takes an int for a float, so that it divides as one', () => {
  expect(diagnosticsOf('rate: float = 1', 'dropout rate / 2')).toEqual([]);
});

it('refuses a type that does not exist, once', () => {
  expect(diagnosticsOf('c: integer = 3', 'conv1: conv 1x1, c')).toEqual([['name/unknown', 'integer']]);
});
