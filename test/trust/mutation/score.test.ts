import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { groups } from './groups.ts';
import { figuresOf, percentage, readScores, scoreTable, sourcesOf } from './scores.ts';

/** `npm run mutation` takes an hour: here only whether its scores are of these files, and high enough. */
const documents = new URL('../../../docs/reliability/', import.meta.url);
const table = readFileSync(new URL('mutation-score.md', documents), 'utf8');
const scores = readScores(table);

describe.each(groups)('$name', (group) => {
  const own = scores.filter((score) => score.group === group.name);

  it('every file has a score', () => {
    expect(own.map(({ file }) => file)).toEqual(sourcesOf(group));
  });

  it('at least 85 % of the mutants are noticed', () => {
    expect(percentage(own)).toBeGreaterThanOrEqual(85);
  });
});

it('the figures are those of the table', () => {
  expect(table).toContain(scoreTable(scores));
  expect(JSON.parse(readFileSync(new URL('mutation.json', documents), 'utf8'))).toEqual(figuresOf(scores));
});
