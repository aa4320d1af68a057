import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arrangeLines } from '../../src/parser/arrange-lines.ts';
import { lexer } from '../../src/parser/tokens.ts';
import type { Word } from './ebnf.ts';
import { readEbnf, recognises } from './ebnf.ts';
import { examples } from './reference.ts';

const root = new URL('../../', import.meta.url);
const grammar = readEbnf(readFileSync(new URL('grammar/resnet.ebnf', root), 'utf8'));

function wordsOf(text: string): readonly Word[] {
  return arrangeLines(lexer.tokenize(text).tokens).map(({ image, tokenType }) => ({
    text: image,
    names: [tokenType, ...(tokenType.CATEGORIES ?? [])].map(({ name }) => name),
  }));
}

const isModule = (text: string): boolean => recognises(grammar, 'module', wordsOf(text));

describe('the printed grammar', () => {
  const specs = readdirSync(new URL('specs/', root), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.resnet'),
  );

  it.each(specs)('accepts %s', (file) => {
    expect(isModule(readFileSync(new URL(`specs/${file}`, root), 'utf8'))).toBe(true);
  });

  it.each(examples)('accepts the reference’s example on line $line', ({ text }) => {
    expect(isModule(text)).toBe(true);
  });

  it.each([
    'relu',
    'network n { conv 3x3 64 }',
    'network n { a b }: relu }',
    'network n { stage: }',
    'network n(a: int,) { relu }',
    'block b { relu }',
    'network n { if { relu } }',
    'network n = b',
    'import b from "std/residual"',
    'network n { let block = 3 }',
    'network n { conv 3 + }',
  ])('refuses %s', (text) => {
    expect(isModule(text)).toBe(false);
  });
});
