import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, type RunnerTask } from 'vitest';
import { effort } from './effort.ts';

/** What one test of `test/trust` measured: a row of docs/reliability.md. */
export interface Figure {
  /** The part of the document, as in `Fuzzing`; rows of one part stand together. */
  readonly part: string;
  /** What was done, and how often: `inputs to the parser`. */
  readonly what: string;
  /** The numbers, in words: `1,204,551 inputs, 0 crashes`. */
  readonly result: string;
  /** The command that repeats it. */
  readonly command: string;
}

const folder = fileURLToPath(new URL('../../docs/reliability', import.meta.url));

/** Keeps what a deep run measured; `scripts/reliability.ts` writes the document from it. A sample keeps nothing. */
export function recordFigures(name: string, figures: readonly Figure[]): void {
  if (effort !== 'deep') return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(figures, undefined, 2)}\n`);
}

/** Keeps figures once every test of the file has passed; of a run in which one failed, or was left out, there are none. */
export function leaveFigures(name: string, figures: () => readonly Figure[]): void {
  // biome-ignore lint/correctness/noEmptyPattern: a hook's first parameter says which fixtures it wants
  afterAll(({}, file) => {
    if (hasPassed(file)) recordFigures(name, figures());
  });
}

function hasPassed(task: RunnerTask): boolean {
  return task.type === 'suite' ? task.tasks.every(hasPassed) : task.result?.state === 'pass';
}
