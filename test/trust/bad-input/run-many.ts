import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { environment, program } from '../../cli/run-cli.ts';
import type { Ended, Run } from '../run-here.ts';

const folder = program.slice(0, program.lastIndexOf('/'));
buildSync({
  entryPoints: [fileURLToPath(new URL('run-many-process.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile: `${folder}/run-many.mjs`,
  logLevel: 'warning',
});

/** Runs the command line once for each, all in one process, in the environment of the tests or with changes to it. */
export function runMany(
  runs: readonly Omit<Run, 'program'>[],
  changes: NodeJS.ProcessEnv = {},
): readonly Ended[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${folder}/run-many.mjs`], {
    input: JSON.stringify(runs.map((run) => ({ ...run, program }))),
    encoding: 'utf8',
    env: { ...environment, ...changes },
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`the process of many runs ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as readonly Ended[];
}
