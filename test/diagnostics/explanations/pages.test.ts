import { readdirSync, readFileSync } from 'node:fs';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { diagnosticPages } from '../../../scripts/diagnostic-pages.ts';
import { codes } from '../../../src/diagnostics/explanation.ts';
import { explanationUrl } from '../../../src/diagnostics/explanation-url.ts';

const folder = new URL('../../../docs/diagnostics/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

describe('docs/diagnostics is up to date', () => {
  it.each([...diagnosticPages()])('%s', (name, text) => {
    expect(read(name) === text, 'run `npm run diagnostics` to write docs/diagnostics').toBe(true);
  });

  it('holds nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual([...diagnosticPages().keys()].sort());
  });
});

/** The anchors that a page's headings get where Markdown is shown, in small letters with `-` for blanks. */
function anchorsOf(page: string): readonly string[] {
  const tokens = new MarkdownIt().parse(page, {});
  return tokens.flatMap(({ type }, index) => (type === 'heading_open' ? [tokens[index + 1]!.content] : []));
}

it.each(codes)('the address of %s leads to its heading', (code) => {
  const url = new URL(explanationUrl(code, 'https://rnc.example/')!);
  const [, page] = /^\/docs\/diagnostics\/(\w+\.md)$/.exec(url.pathname)!;
  expect(anchorsOf(read(page!))).toContain(url.hash.slice(1));
});

it('there is no address without a home page', () => {
  expect(explanationUrl('shape/groups', '')).toBeFalsy();
});

it('the list leads to every code', () => {
  const links = [...read('README.md').matchAll(/\]\((\w+)\.md#([\w-]+)\)/g)].map(
    ([, area, name]) => `${area}/${name}`,
  );
  expect(new Set(links)).toEqual(new Set(codes));
});
