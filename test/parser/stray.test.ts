import { expect, it } from 'vitest';
import { check } from '../../src/check.ts';

/** Code and text of each diagnostic. */
function diagnosticsOf(text: string): readonly (readonly [code: string, text: string])[] {
  const { diagnostics } = check({ name: 'test.resnet', text });
  return diagnostics.map(({ code, span }) => [code, text.slice(span.start, span.end)]);
}

it('refuses what cannot begin a declaration, once a line', () => {
  const text = '= 5 6\nrelu\nnetwork n {\n  input 3 x 8 x 8\n  relu\n}\n"a"\n';
  expect(diagnosticsOf(text)).toEqual([
    ['syntax/declaration', '='],
    ['syntax/declaration', 'relu'],
    ['syntax/declaration', '"a"'],
  ]);
});

it('refuses what cannot begin a statement, once a line', () => {
  const text = 'network n {\n  input 3 x 8 x 8\n  = 3\n  "a"\n  , relu\n}\n';
  expect(diagnosticsOf(text)).toEqual([
    ['syntax/unexpected', '='],
    ['syntax/unexpected', '"a"'],
    ['syntax/unexpected', ','],
  ]);
});

it('says nothing more of a block whose keyword is misspelt', () => {
  const text = 'blok b(n: int) {\n  conv: conv 3x3, n\n}\nnetwork n { input 3 x 8 x 8; a: b(3) }\n';
  expect(diagnosticsOf(text)).toEqual([['syntax/declaration', 'blok']]);
});

it('says that an x alone is the paper’s × and no name', () => {
  const text = 'network n {\n  let x = 3\n  input 3 x 8 x 8\n  x: conv 1x1, 3\n  relu\n}\n';
  expect(diagnosticsOf(text)).toEqual([
    ['syntax/keyword-as-name', 'x'],
    ['syntax/keyword-as-name', 'x'],
  ]);
});

it('does not expect a comma where it finds one', () => {
  const { diagnostics } = check({ name: 'a', text: 'network n { input 3 x 8 x 8; conv (3, 1), 4 }' });
  expect(diagnostics.map(({ message }) => message)).toEqual(['expected the end of the line, found `,`']);
});

it('reads `block:` at the left margin as a label', () => {
  expect(diagnosticsOf('network n {\ninput 3 x 8 x 8\nblock: { relu }\n}\n')).toEqual([]);
  expect(diagnosticsOf('network n {\ninput 3 x 8 x 8\nrelu\nblock b() { relu }\n')).toContainEqual([
    'syntax/unclosed',
    '{',
  ]);
});
