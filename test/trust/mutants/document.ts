import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { effort } from '../effort.ts';
import type { Tally } from './measure.ts';
import { meanErrors, shareUpTo } from './measure.ts';

const path = fileURLToPath(new URL('../../../docs/reliability/mutants.md', import.meta.url));

/** The curve: how far from the edit the first error stands, and how many there are. Only a deep run writes it. */
export function writeCurve(rows: readonly (readonly [kind: string, tally: Tally])[], extent: string): void {
  if (effort !== 'deep') return;
  writeFileSync(path, `${introduction} ${extent}\n\n${distances(rows)}\n\n${counts(rows)}\n`);
}

const introduction = `## One wrong token

Every token of every bundled spec, of the library and of the reference's examples is taken out, doubled, exchanged with the next one, and
replaced by each of 21 others. The distance is counted in tokens, from the edit to the first error that \`rnc check\` reports: 0 is the token
itself, 1 its neighbour; newlines in a row are one token. What the error marks besides (“opened here”) counts only in the last column of the
first table. A mutant without an error is a valid file, such as one with another number in it.`;

function distances(rows: readonly (readonly [string, Tally])[]): string {
  const header = ['kind', 'mutants', 'with errors', '0', '≤ 1', '≤ 2', '≤ 5', '≤ 1 of any place'];
  return table(
    header,
    rows.map(([kind, tally]) => [
      kind,
      count(tally.cases),
      count(sum(tally.errors)),
      ...[0, 1, 2, 5].map((most) => percent(shareUpTo(tally.distances, most))),
      percent(shareUpTo(tally.toAnyPlace, 1)),
    ]),
  );
}

function counts(rows: readonly (readonly [string, Tally])[]): string {
  const header = ['kind', '1 error', '≤ 2', '≤ 3', '≤ 5', 'most', 'mean'];
  return table(
    header,
    rows.map(([kind, tally]) => [
      kind,
      ...[1, 2, 3, 5].map((most) => percent(shareUpTo(tally.errors, most))),
      count(Math.max(...tally.errors.keys())),
      meanErrors(tally).toFixed(2),
    ]),
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function count(number: number): string {
  return number.toLocaleString('en-US');
}

export function sum(counted: ReadonlyMap<number, number>): number {
  return [...counted.values()].reduce((whole, mutants) => whole + mutants, 0);
}
