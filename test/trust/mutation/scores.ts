import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure } from '../figures.ts';
import type { MutationGroup } from './groups.ts';
import { groups } from './groups.ts';

/** What became of one file’s mutants. Those that make its tests run for ever count as noticed. */
export interface FileScore {
  readonly group: string;
  readonly file: string;
  readonly mutants: number;
  readonly noticed: number;
}

/** In percent: noticed mutants over all of them, also those that no test reaches. */
export function percentage(scores: readonly FileScore[]): number {
  const sum = (count: (score: FileScore) => number) => scores.reduce((total, each) => total + count(each), 0);
  return (100 * sum(({ noticed }) => noticed)) / sum(({ mutants }) => mutants);
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

export function sourcesOf({ sources }: MutationGroup): readonly string[] {
  const filesIn = (folder: string) => readdirSync(root + folder).map((file) => folder + file);
  return sources.flatMap((source) => (source.endsWith('/') ? filesIn(source).sort() : [source]));
}

const head = `| group | file | mutants | noticed | score |
|---|---|---|---|---|`;

export function scoreTable(scores: readonly FileScore[]): string {
  const rows = scores.map((score) => {
    const { group, file, mutants, noticed } = score;
    const share = mutants === 0 ? 'none' : `${percentage([score]).toFixed(1)} %`;
    return `| ${group} | ${file} | ${mutants} | ${noticed} | ${share} |`;
  });
  return [head, ...rows].join('\n');
}

export function readScores(table: string): readonly FileScore[] {
  return [...table.matchAll(/^\| (\w+) \| (\S+\.ts) \| (\d+) \| (\d+) \|/gm)].map(
    ([, group, file, mutants, noticed]) => ({
      group: group!,
      file: file!,
      mutants: Number(mutants),
      noticed: Number(noticed),
    }),
  );
}

export function figuresOf(scores: readonly FileScore[]): readonly Figure[] {
  return groups.flatMap(({ name, what }) => {
    const own = scores.filter(({ group }) => group === name);
    const mutants = own.reduce((sum, score) => sum + score.mutants, 0);
    const noticed = own.reduce((sum, score) => sum + score.noticed, 0);
    if (mutants === 0) return [];
    return [
      {
        part: 'Mutation testing',
        what: `${what} (${own.length} files)`,
        result: `${mutants} mutants, ${noticed} noticed: ${percentage(own).toFixed(1)} %`,
        command: `npm run mutation -- ${name}`,
      },
    ];
  });
}
