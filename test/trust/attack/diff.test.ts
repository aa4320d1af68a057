import { describe, expect, it } from 'vitest';
import type { Difference } from '../../../src/diff/difference.ts';
import { renderDifference } from '../../../src/diff/render/index.ts';
import { diff } from '../../../src/index.ts';
import { cases } from '../../diff/cases.ts';
import { differenceOf } from '../../diff/compared.ts';
import { byEffort } from '../effort.ts';
import { leaveFigures } from '../figures.ts';
import { carrier } from './carriers.ts';
import { hostileTexts } from './hostile-text.ts';
import { readMarkdown } from './read-markdown.ts';

/*
 * A spec in a pull request comes from a stranger, and what is said about it goes into a comment, a terminal and other programs. Every text of a
 * difference but its own words is exchanged for a hostile one.
 */

const texts = byEffort({ sample: hostileTexts.filter((_, at) => at % 4 === 0), deep: hostileTexts });
const options = { width: 80, colour: false, all: false };
leaveFigures('hostile-differences', () => [
  {
    part: 'Emission under attack',
    what: 'texts in every part of a difference, read back from Markdown (markdown-it), JSON and a terminal',
    result: `${texts.length} texts, 3 formats, 100 % the same, no element too many`,
    command: 'npx vitest run --project trust --mode deep test/trust/attack/diff.test.ts',
  },
]);

/** What only rnc chooses. */
const own = new Set(['status', 'kind', 'part', 'cause', 'role']);

function withText(difference: Difference, text: string): Difference {
  const visit = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return own.has(key) ? value : text;
    if (Array.isArray(value)) return value.map((item) => visit(item, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, visit(inner, name)]));
  };
  return visit(difference) as Difference;
}

const networks = cases.flatMap(({ before, after }) => differenceOf(before, after).networks);
const difference: Difference = { same: false, networks };
/** What would reach a terminal other than as a character. */
const dangerous = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u;

describe('a difference with hostile text', () => {
  const benign = readMarkdown(renderDifference(withText(difference, 'plain'), 'markdown', options));

  it.each(texts.map((text) => [text]))('%j', (text) => {
    const hostile = withText(difference, text);
    const { shape } = readMarkdown(renderDifference(hostile, 'markdown', options));
    // Equal texts are folded; the same are equal here and there.
    expect(shape).toBe(benign.shape);
    const json = renderDifference(hostile, 'json', options);
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(hostile)));
    expect(json).not.toMatch(dangerous);
    const printed = renderDifference(hostile, 'text', options);
    expect(printed).not.toMatch(dangerous);
  });
});

describe('two specs with hostile text', () => {
  it.each(texts.map((text) => [text]))('%j', (text) => {
    const [before, after] = [carrier('plain'), carrier(text)];
    const { difference: found } = diff({ source: before }, { source: after });
    for (const format of ['text', 'json', 'markdown'] as const)
      expect(renderDifference(found!, format, options)).not.toMatch(dangerous);
    expect(readMarkdown(renderDifference(found!, 'markdown', options)).shape).not.toMatch(
      /link|image|html_inline/,
    );
  });
});
