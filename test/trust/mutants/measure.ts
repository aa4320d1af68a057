import { check } from '../../../src/check.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { fixInRounds } from '../../../src/fix-rounds.ts';
import { distanceTo } from './distance.ts';
import type { Kind, Mutant } from './mutations.ts';
import { kinds } from './mutations.ts';

/** What was seen of mutants of one kind. */
export interface Tally {
  cases: number;
  /** Mutants with an error, by how many they have. */
  readonly errors: Map<number, number>;
  /** Mutants with an error, by the tokens between the edit and the first error reported. */
  readonly distances: Map<number, number>;
  /** The same, where the first error's other places count too. */
  readonly toAnyPlace: Map<number, number>;
  /** Mutants with an error that `--fix` leaves without one, and those of them that are the original again. */
  mended: number;
  restored: number;
}

/** In another file than the mutant. */
const elsewhere = Number.POSITIVE_INFINITY;

export function newTallies(): Readonly<Record<Kind, Tally>> {
  const tally = (): Tally => ({
    cases: 0,
    errors: new Map(),
    distances: new Map(),
    toAnyPlace: new Map(),
    mended: 0,
    restored: 0,
  });
  return { deletion: tally(), duplication: tally(), swap: tally(), replacement: tally() };
}

/** Checks a mutant and adds what is found to its kind's tally. */
export function measure(mutant: Mutant, tally: Tally): void {
  const { name } = mutant.original;
  tally.cases++;
  const errors = errorsOf(check({ name, text: mutant.text }).diagnostics);
  const [first] = errors;
  if (first === undefined) return;
  add(tally.errors, errors.length);
  const distance = distanceTo(mutant);
  const from = (place: Pick<Diagnostic, 'file' | 'span'>): number =>
    place.file === name ? distance(place.span) : elsewhere;
  add(tally.distances, from(first));
  add(tally.toAnyPlace, Math.min(from(first), ...first.related.map(from)));
}

/** Lets `--fix` mend a mutant; the result is the number of errors before and after. */
export function mend(mutant: Mutant, tally: Tally): { readonly before: number; readonly after: number } {
  const source = { name: mutant.original.name, text: mutant.text };
  const before = errorsOf(check(source).diagnostics).length;
  const { result, changed } = fixInRounds(source, {}, check);
  const after = errorsOf(result.diagnostics).length;
  if (before > 0 && after === 0) {
    tally.mended++;
    const text = changed.get(source.name)?.text ?? source.text;
    if (withoutBlanks(text) === withoutBlanks(mutant.original.text)) tally.restored++;
  }
  return { before, after };
}

export function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

/** All kinds together. */
export function total(tallies: Readonly<Record<Kind, Tally>>): Tally {
  const all = newTallies().replacement;
  for (const kind of kinds) {
    const { cases, errors, distances, toAnyPlace, mended, restored } = tallies[kind];
    all.cases += cases;
    all.mended += mended;
    all.restored += restored;
    for (const [count, mutants] of errors) add(all.errors, count, mutants);
    for (const [distance, mutants] of distances) add(all.distances, distance, mutants);
    for (const [distance, mutants] of toAnyPlace) add(all.toAnyPlace, distance, mutants);
  }
  return all;
}

/** The share of mutants with an error for which the key is at most so much. */
export function shareUpTo(counts: ReadonlyMap<number, number>, most: number): number {
  const entries = [...counts];
  const sum = (list: typeof entries): number => list.reduce((whole, [, mutants]) => whole + mutants, 0);
  return sum(entries.filter(([key]) => key <= most)) / sum(entries);
}

export function meanErrors({ errors }: Tally): number {
  const entries = [...errors];
  const mutants = entries.reduce((whole, [, count]) => whole + count, 0);
  return entries.reduce((whole, [count, times]) => whole + count * times, 0) / mutants;
}

function add(counts: Map<number, number>, key: number, times = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
