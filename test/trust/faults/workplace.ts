import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';
import { program } from '../../cli/run-cli.ts';
import { writers } from './commands.ts';
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

export type AllFindings = Readonly<Record<string, Findings>>;

/** A spread of faults over the quick commands, in one process. */
export function findSome(): AllFindings {
  const quick = writers.filter(({ onlyDeep }) => !onlyDeep);
  return findingsOf({ names: quick.map(({ name }) => name), calls: 'some' });
}

/** Every fault of every command. Each run leaves a module in memory, so that a process takes a hundred calls. */
export function findAll(): AllFindings {
  const step = 100;
  const found: Record<string, Findings> = {};
  for (const { name } of writers) {
    for (let first = 1; first <= (found[name]?.calls.length ?? 1); first += step) {
      const part = findingsOf({ names: [name], calls: [first, first + step - 1] })[name]!;
      found[name] = { ...part, found: [...(found[name]?.found ?? []), ...part.found] };
    }
  }
  return found;
}

function findingsOf(task: Pick<Task, 'names' | 'calls'>): AllFindings {
  const whole: Task = { ...task, program, workplace: newFolder() };
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${bundles}/fault-process.mjs`], {
    input: JSON.stringify(whole),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`the process of the faults ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as AllFindings;
}
