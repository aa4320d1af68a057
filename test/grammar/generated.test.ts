import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateGrammarFiles } from '../../scripts/grammar-files.ts';
import { keywords } from '../../src/parser/tokens.ts';
import { reference } from './reference.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../grammar/${name}`, import.meta.url), 'utf8');

describe('what `npm run grammar` writes is up to date', () => {
  it.each([...generateGrammarFiles(reference)])('%s', (name, text) => {
    expect(read(name) === text, `run \`npm run grammar\` to write grammar/${name}`).toBe(true);
  });
});

describe('the railroad page', () => {
  const page = read('railroad.html');

  it('needs nothing from elsewhere', () => {
    expect([...page.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, address]) => address)).toEqual([
      'resnet.ebnf',
      'language.md',
    ]);
    expect(page).not.toMatch(/<script|@import|url\(/);
  });

  it('has what its links point at', () => {
    const targets = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = new Set([...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id));
    expect([...links].filter((link) => !targets.has(link))).toEqual([]);
  });
});

it('the reference lists the keywords', () => {
  const listed = /These are keywords, and no names: ([^.]+)\./.exec(reference)?.[1];
  expect(listed?.match(/[a-z]+/g)).toEqual([...keywords]);
});
