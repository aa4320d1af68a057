import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { environment, program, rnc } from '../../cli/run-cli.ts';
import { byEffort } from '../effort.ts';
import { leaveFigures } from '../figures.ts';
import { type Writer, writeFiles, writers } from './commands.ts';
import { look, type Outcome, outcomeOf, type Seen } from './trees.ts';
import { endAtCall, newFolder } from './workplace.ts';

/*
 * Real processes that get a real signal at their k-th call to the file system: SIGKILL, after which nothing is tidied up, and
 * those that ask a program to end, which leave nothing to tidy up.
 */

const chosen = [
  'compile tfjs over an older output',
  'compile tfjs into folders that are not there',
  'weights convert to shards over others',
  'check --fix of a spec and its import',
].slice(0, byEffort({ sample: 1, deep: 4 }));

/** Of all calls; files change their places among the last ones. */
const sampled = { SIGKILL: [0.3, 0.9, 0.95, 0.98], SIGINT: [0.5, 0.97], SIGTERM: [0.7], SIGHUP: [] };

/** In the long form. */
const every = { SIGKILL: 1, SIGINT: 2, SIGTERM: 10, SIGHUP: 10 };

const points = { SIGKILL: 0, SIGINT: 0, SIGTERM: 0, SIGHUP: 0 };

describe.each(writers.filter(({ name }) => chosen.includes(name)))('$name', (writer) => {
  const start = startOf(writer);
  const before = look(start).tree;
  const healthy = signalAt(start, writer.args, 'SIGKILL', 0);
  const after = healthy.seen.tree;
  const calls = Number(readFileSync(healthy.count, 'utf8'));
  const asked = (signal: keyof typeof sampled): readonly number[] =>
    byEffort({
      sample: sampled[signal].map((part) => Math.round(part * calls)),
      deep: Array.from({ length: calls }, (_, index) => index + 1).filter((at) => at % every[signal] === 0),
    });

  test.each(asked('SIGKILL'))(`SIGKILL at call %i of ${calls}: the next run finds its way`, (at) => {
    const { by, seen, place } = signalAt(start, writer.args, 'SIGKILL', at);
    expect(by).toBe('SIGKILL');
    const outcome = outcomeOf(seen.tree, before, after);
    const undecided: readonly Outcome[] = writer.eachByItself
      ? ['mixture']
      : ['part of old', 'part of new', 'neither'];
    if (outcome !== 'old' && outcome !== 'new') {
      expect(undecided).toContain(outcome);
      if (!writer.eachByItself) expect(seen.leftovers.join()).toMatch(/\.rnc-commit/);
    }
    expect(rnc(writer.args, { cwd: place }).status).toBe(0);
    const { tree, leftovers } = look(place);
    expect(outcomeOf(tree, before, after)).toBe('new');
    expect(leftovers).toEqual([]);
    points.SIGKILL++;
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    test.each(asked(signal))(`${signal} at call %i of ${calls}: the old output or the new one`, (at) => {
      const { by, status, seen, stderr } = signalAt(start, writer.args, signal, at);
      const outcome = outcomeOf(seen.tree, before, after);
      expect(['old', 'new']).toContain(outcome);
      expect(seen.leftovers).toEqual([]);
      expect(stderr).not.toMatch(/\bat .*:\d+:\d+|bug/);
      // Before there is anything to tidy up, the signal ends it; where it comes with the last call, it ends by itself.
      if (by !== signal && !(status === 0 && outcome === 'new'))
        expect(status).toBe(128 + constants.signals[signal]);
      points[signal]++;
    });
  }
});

leaveFigures('kills', () => [
  {
    part: 'Faults',
    what: `processes of ${chosen.length} commands that write get a signal at a call to the file system, SIGKILL at each`,
    result: Object.entries(points)
      .map(([signal, count]) => `${count.toLocaleString('en-US')} times by ${signal}`)
      .join(', ')
      .concat('; all survived'),
    command: 'npx vitest run --project trust --mode deep test/trust/faults/killed.test.ts',
  },
]);

function startOf(writer: Writer): string {
  const folder = newFolder();
  for (const step of writer.prepare()) {
    if ('files' in step) writeFiles(folder, step.files);
    else expect(rnc(step.rnc, { cwd: folder }).status).toBe(0);
  }
  return folder;
}

interface Ended {
  readonly status: number | null;
  readonly by: NodeJS.Signals | null;
  readonly stderr: string;
  readonly seen: Seen;
  /** The folder that it ran in. */
  readonly place: string;
  /** The file with the number of its calls. */
  readonly count: string;
}

/** Runs a command in a copy of `start`; a 0th call never comes. */
function signalAt(start: string, args: readonly string[], signal: NodeJS.Signals, at: number): Ended {
  const place = newFolder();
  const count = `${newFolder()}/calls`;
  cpSync(start, place, { recursive: true, preserveTimestamps: true });
  const ending = { END_FOLDER: place, END_AT: String(at), END_WITH: signal, END_COUNT: count };
  const result = spawnSync(process.execPath, ['--import', endAtCall, program, ...args], {
    cwd: place,
    encoding: 'utf8',
    env: { ...environment, ...ending, TMPDIR: place },
  });
  const { status, signal: by, stderr } = result;
  return { status, by, stderr, seen: look(place), place, count };
}
