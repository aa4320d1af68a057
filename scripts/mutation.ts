/**
 * Changes the sources of each group (`test/trust/mutation/groups.ts`) in one place at a time and runs the group’s tests, which are to
 * notice: `npm run mutation`, or `npm run mutation -- shapes passes`. What was found before and has not changed is kept in build/stryker:
 * without that folder all is tried anew, which is to be done where a new test is for what happens while a module is loaded.
 * Survivors are printed; docs/reliability/survivors.md says of those that stay why they do.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import type { MutationGroup } from '../test/trust/mutation/groups.ts';
import { groups } from '../test/trust/mutation/groups.ts';
import type { FileScore } from '../test/trust/mutation/scores.ts';
import { figuresOf, readScores, scoreTable, sourcesOf } from '../test/trust/mutation/scores.ts';

type Results = Awaited<ReturnType<Stryker['runMutationTest']>>;

const root = fileURLToPath(new URL('../', import.meta.url));
const table = `${root}docs/reliability/mutation-score.md`;
const wanted = process.argv.slice(2);

for (const group of groups.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  publish(scoresOf(group, await mutate(group)));
}

function mutate(group: MutationGroup): Promise<Results> {
  process.env.RNC_MUTATION_GROUP = group.name;
  return new Stryker({
    testRunner: 'vitest',
    vitest: { configFile: 'test/trust/mutation/vitest.config.ts', related: false },
    plugins: ['@stryker-mutator/vitest-runner'],
    mutate: [...sourcesOf(group)],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    // Endless loops are told by counting; a machine that is busy with other things is no reason to take a mutant for noticed.
    timeoutMS: 60_000,
    incremental: true,
    incrementalFile: `build/stryker/${group.name}.json`,
    tempDirName: `build/stryker/${group.name}`,
    ignorePatterns: [
      'bench',
      'build',
      'dist',
      'test/browser',
      'test/conformance',
      'test/oracle',
      'test/package',
    ],
    // The copy lies inside the tree, whose node_modules it finds.
    symlinkNodeModules: false,
    reporters: ['progress-append-only', 'clear-text'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
  }).runMutationTest();
}

function scoresOf(group: MutationGroup, results: Results): readonly FileScore[] {
  const noticing: readonly string[] = ['Killed', 'Timeout'];
  const valid: readonly string[] = [...noticing, 'Survived', 'NoCoverage'];
  return sourcesOf(group).map((file) => {
    const own = results.filter(({ fileName, status }) => fileName === root + file && valid.includes(status));
    const noticed = own.filter(({ status }) => noticing.includes(status));
    return { group: group.name, file, mutants: own.length, noticed: noticed.length };
  });
}

/** The other groups’ scores stay as they were. */
function publish(scores: readonly FileScore[]): void {
  const before = existsSync(table) ? readScores(readFileSync(table, 'utf8')) : [];
  const all = groups.flatMap(({ name }) => {
    const fresh = scores.filter(({ group }) => group === name);
    return fresh.length > 0 ? fresh : before.filter(({ group }) => group === name);
  });
  const text = `# Mutation scores, file by file\n\nWritten by \`npm run mutation\`; the survivors are in [survivors.md](survivors.md).\n\n`;
  writeFileSync(table, `${text}${scoreTable(all)}\n`);
  const figures = JSON.stringify(figuresOf(all), undefined, 2);
  writeFileSync(`${root}docs/reliability/mutation.json`, `${figures}\n`);
}
