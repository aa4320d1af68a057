import { catalogue } from '../../../src/diagnostics/catalogue.ts';
import type { Refusal, SpecCase } from './spec-case.ts';
import { unmark } from './spec-case.ts';

/** A diagnostic as the library and `--format json` both tell it. */
export interface Told {
  readonly code: string;
  readonly severity: string;
  /** Offsets in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Of the start: `line:column`, from 1. */
  readonly place: string;
  /** Message, help, label and the notes at other places. */
  readonly words: readonly (string | undefined)[];
}

/** What of an answer is not as the case has it; empty where all is. */
export function disagreements({ source, at, answer }: SpecCase, told: readonly Told[]): readonly string[] {
  const errors = told.filter(({ severity }) => severity === 'error');
  if (answer === 'fine') return errors.map(({ code, words }) => `${code} where all is fine: ${words[0]}`);
  const primary = primaryOf(answer, told);
  if (primary === undefined) return [`no ${answer.code}, but ${errors.map(({ code }) => code)}`];
  const found: string[] = [];
  if (errors.length > 0 && primary.severity === 'error' && errors[0] !== primary)
    found.push(`${errors[0]!.code} comes first: ${errors[0]!.words[0]}`);
  if (typeof source === 'string') {
    const { start, end } = unmark(source);
    if (start < 0) found.push('the case marks no place');
    if (primary.start !== start || primary.end !== end)
      found.push(`at ${primary.start} to ${primary.end}, not ${start} to ${end}`);
  } else if (primary.place !== at) found.push(`at ${primary.place}, not ${at}`);
  const capped = told.some(({ code }) => code === 'limit/diagnostics');
  const wanted = answer.errors ?? (primary.severity === 'error' ? 1 : 0);
  if (wanted === 'capped' ? !capped || errors.length > 101 : errors.length !== wanted)
    found.push(
      `${errors.length} errors, not ${wanted}: ${errors.slice(0, 5).map(({ code, words }) => `${code} (${words[0]})`)}`,
    );
  for (const part of [answer.says ?? []].flat())
    if (!primary.words.some((words) => words?.includes(part)))
      found.push(`does not say “${part}” but ${primary.words}`);
  for (const words of told.flatMap((one) => one.words))
    if (words !== undefined) found.push(...faultsOfText(words));
  return found;
}

/** The diagnostic that the answer is about. */
export function primaryOf<T extends { readonly code: string }>(
  { code }: Refusal,
  told: readonly T[],
): T | undefined {
  return told.find((one) => one.code === code);
}

/** How many errors a refusal has at most once its edit is applied: one less. */
export function errorsAfterwards({ code, errors }: Refusal): number {
  if (errors === 'capped') return Number.POSITIVE_INFINITY;
  return Math.max(0, (errors ?? 1) - (catalogue[code].severity === 'error' ? 1 : 0));
}

/** Traces of JavaScript, and floods. */
function faultsOfText(words: string): readonly string[] {
  const found: string[] = [];
  if (/\bat .*\.[jt]s:\d+|\[object |\bundefined\b/.test(words))
    found.push(`speaks JavaScript: ${words.slice(0, 200)}`);
  if (words.length > 1000) found.push(`a text of ${words.length} characters: ${words.slice(0, 200)}`);
  return found;
}
