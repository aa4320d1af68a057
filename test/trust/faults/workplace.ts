import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';
import { program } from '../../cli/run-cli.ts';
import type { Task } from './fault-process.ts';
import type { Findings } from './fault-runs.ts';

/** In memory where the system has that: what is asked of the disk here is asked ten thousand times. */
const workplace = realpathSync(mkdtempSync(`${existsSync('/dev/shm') ? '/dev/shm' : tmpdir()}/rnc-faults-`));
const bundles = fileURLToPath(new URL(`../../../build/test-faults-${process.pid}`, import.meta.url));
buildSync({
  entryPoints: ['fault-process.ts', 'end-at-call.ts'].map((name) =>
    fileURLToPath(new URL(name, import.meta.url)),
  ),
  bundle: true,
  format: 'esm',
  platform: 'node',
  outdir: bundles,
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
});
afterAll(() => {
  for (const folder of [workplace, bundles]) rmSync(folder, { recursive: true, force: true });
});

export const endAtCall = `${bundles}/end-at-call.mjs`;

let made = 0;

/** A folder of its own. */
export function newFolder(): string {
  const folder = `${workplace}/${made++}`;
  mkdirSync(folder);
  return folder;
}

/** Runs faults in a process of their own. */
export function findFaults(deep: boolean): Readonly<Record<string, Findings>> {
  const task: Task = { program, workplace: newFolder(), deep };
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${bundles}/fault-process.mjs`], {
    input: JSON.stringify(task),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`the process of the faults ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, Findings>;
}
