import { expect, it } from 'vitest';
import { corpus } from './corpus.ts';
import { distanceTo } from './distance.ts';
import type { Mutant } from './mutations.ts';
import { plansOf } from './mutations.ts';

// The text with the edit in ⟨ ⟩ and the error's span in ‹ ›, by hand.
it.each([
  ['⟨‹conv›⟩ 3x3, 64', 0],
  ['⟨conv⟩ ‹3›x3, 64', 1],
  ['⟨conv⟩ 3‹x›3, 64', 2],
  ['conv 3x3 ‹64› ⟨stride⟩ 2', 1],
  ['‹conv 3x3› 64 ⟨stride⟩ 2', 2],
  // The comma that stood here was between its neighbours.
  ['conv 3x3⟨⟩ ‹64›', 1],
  ['conv 3‹x›3⟨⟩ 64', 2],
  ['conv 3x3⟨‹›⟩ 64', 0],
  // An empty span is at what it touches, and newlines in a row are one token.
  ['relu‹›\n\n⟨relu⟩', 1],
  ['‹relu›\n\n⟨relu⟩', 2],
  ['⟨3 3⟩ x ‹3›', 2],
])('%s: %i', (marked, expected) => {
  const without = (marks: RegExp): string => marked.replace(marks, '');
  const between = (text: string, open: string, close: string) => ({
    start: text.indexOf(open),
    end: text.indexOf(close) - 1,
  });
  const edit = between(without(/[‹›]/g), '⟨', '⟩');
  const span = between(without(/[⟨⟩]/g), '‹', '›');
  expect(distanceTo({ text: without(/[‹›⟨⟩]/g), edit })(span)).toBe(expected);
});

it('makes every mutant of a line', () => {
  const mutants = [...plansOf({ name: 'line', text: 'from a' })].map((plan) => plan());
  const texts = (kind: Mutant['kind']) =>
    mutants.flatMap((mutant) => (mutant?.kind === kind ? [mutant.text] : []));
  expect(texts('deletion')).toEqual([' a', 'from ']);
  expect(texts('duplication')).toEqual(['from from a', 'from a a']);
  expect(texts('swap')).toEqual(['a from']);
  expect(texts('replacement')).toHaveLength(2 * 21);
  expect(corpus.length).toBeGreaterThan(50);
});
