import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check } from '../../../src/check.ts';
import { byEffort, runs } from '../effort.ts';
import { recordFigures } from '../figures.ts';
import { corpus } from './corpus.ts';
import { count, percent, sum, writeCurve } from './document.ts';
import { errorsOf, meanErrors, measure, mend, newTallies, shareUpTo, total } from './measure.ts';
import type { Mutant } from './mutations.ts';
import { kinds, plansOf } from './mutations.ts';

const plans = corpus.flatMap((file) => [...plansOf(file)]);

/** So many of a list, or all of it. */
function choose<T>(
  list: readonly T[],
  amounts: { readonly sample: number; readonly deep: number },
): readonly T[] {
  const { numRuns, seed } = runs(amounts);
  if (numRuns >= list.length) return list;
  return fc
    .sample(fc.integer({ min: 0, max: list.length - 1 }), { numRuns, seed })
    .map((index) => list[index]!);
}

function* mutants(amounts: { readonly sample: number; readonly deep: number }): Generator<Mutant> {
  for (const plan of choose(plans, amounts)) {
    const mutant = plan();
    if (mutant !== undefined) yield mutant;
  }
}

/** Runs `look` on each mutant; the result is what was thrown, with the mutants it was thrown for. */
function thrown(cases: Iterable<Mutant>, look: (mutant: Mutant) => void): readonly string[] {
  const faults: string[] = [];
  for (const mutant of cases) {
    try {
      look(mutant);
    } catch (fault) {
      faults.push(`${mutant.original.name}, ${mutant.title} at ${mutant.edit.start}: ${fault}`);
    }
  }
  return faults;
}

const command = 'npx vitest run --project trust --mode deep test/trust/mutants';

it('says what is wrong with one token where it is wrong, and little else', () => {
  const tallies = newTallies();
  const faults = thrown(mutants({ sample: 900, deep: plans.length }), (mutant) =>
    measure(mutant, tallies[mutant.kind]),
  );
  expect(faults).toEqual([]);
  const all = total(tallies);
  const near = shareUpTo(all.distances, 1);
  const extent =
    all.cases * 1.1 < plans.length
      ? `Drawn by chance from ${count(plans.length)} edits; those that would change more than one token, as at the end of a comment, are left out.`
      : '';
  writeCurve([...kinds.map((kind) => [kind, tallies[kind]] as const), ['all', all]], extent);
  recordFigures('mutants', [
    {
      part: 'One wrong token',
      what: 'single-token deletions, duplications, swaps and replacements of every spec and example',
      result: `${count(all.cases)} mutants, 0 exceptions; of ${count(sum(all.errors))} with errors the first is within one token of the edit in ${percent(near)}; ${meanErrors(all).toFixed(2)} errors on average`,
      command,
    },
  ]);
  expect(near).toBeGreaterThanOrEqual(0.95);
  expect(meanErrors(all)).toBeLessThanOrEqual(1.3);
});

it('says at most three things about a file that stops anywhere', () => {
  const places = corpus.flatMap(({ name, text }) => Array.from(text, (_, end) => ({ name, text, end })));
  const chosen = choose(places, { sample: 400, deep: places.length });
  const wordy = chosen.flatMap(({ name, text, end }) => {
    const errors = errorsOf(check({ name, text: text.slice(0, end) }).diagnostics);
    return errors.length > 3 ? [`${name} up to ${end}: ${errors.length}`] : [];
  });
  expect(wordy).toEqual([]);
  recordFigures('prefixes', [
    {
      part: 'One wrong token',
      what: 'prefixes of every spec and example, cut at any character',
      result: `${count(chosen.length)} prefixes, 0 exceptions, none with more than 3 errors`,
      command,
    },
  ]);
});

it('makes no file worse by --fix', () => {
  const tallies = newTallies();
  const worse: string[] = [];
  const faults = thrown(mutants({ sample: 150, deep: byEffort({ sample: 0, deep: 20_000 }) }), (mutant) => {
    const { before, after } = mend(mutant, tallies[mutant.kind]);
    if (before > 0)
      tallies[mutant.kind].errors.set(before, (tallies[mutant.kind].errors.get(before) ?? 0) + 1);
    if (after > before) worse.push(`${mutant.original.name}, ${mutant.title}: ${before} → ${after}`);
  });
  expect(faults).toEqual([]);
  expect(worse).toEqual([]);
  const { errors, mended, restored } = total(tallies);
  recordFigures('mended', [
    {
      part: 'One wrong token',
      what: '`--fix` on such files',
      result: `${count(sum(errors))} with errors, 0 with more errors than before; ${percent(mended / sum(errors))} valid again, and ${percent(restored / mended)} of these the original`,
      command,
    },
  ]);
});
