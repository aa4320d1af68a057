import { afterAll, describe, expect, test } from 'vitest';
import { byEffort } from '../effort.ts';
import { recordFigures } from '../figures.ts';
import { kinds } from './choose-faults.ts';
import { writers } from './commands.ts';
import type { Found } from './fault-runs.ts';
import { findAll, findSome } from './workplace.ts';

/*
 * Every call that a command makes to the file system fails once, each in its turn and in every way; and the process dies at every
 * call. Whatever it was: the old output or the new one, a line that says what happened, and a next run that does not mind.
 */

const results = byEffort({ sample: findSome, deep: findAll })();

describe.each(writers.filter(({ name }) => name in results))('$name', (writer) => {
  const { calls, healthy, found } = results[writer.name]!;

  test('it works where nothing fails', () => {
    expect(healthy.stderr).not.toContain('bug');
    expect(healthy.exitCode).toBe(0);
    expect(calls.length).toBeGreaterThan(3);
  });
  test('the old output or the new one, never a mixture', () => {
    expect(wrong(found, (one) => !isWhole(one, writer.eachByItself === true))).toEqual([]);
  });
  test('the exit code says which, and a line says why', () => {
    expect(wrong(found, (one) => !isTold(one))).toEqual([]);
  });
  test('the next run works, and leaves nothing behind', () => {
    expect(wrong(found, (one) => !isMended(one, writer.onlyOnce === true))).toEqual([]);
  });
});

afterAll(() => {
  const all = Object.values(results);
  const calls = all.reduce((sum, one) => sum + one.calls.length, 0);
  const faults = all.reduce((sum, one) => sum + one.found.length, 0);
  recordFigures('faults', [
    {
      part: 'Faults',
      what: `each call to the file system of ${all.length} commands that write fails in ${kinds.length - 2} ways, or is the last before the process dies`,
      result: `${calls.toLocaleString('en-US')} calls, ${faults.toLocaleString('en-US')} faults; all survived: the old output or the new one, and a next run that works`,
      command: 'npx vitest run --project trust --mode deep test/trust/faults/every-call.test.ts',
    },
  ]);
});

function isWhole({ fault, outcome, leftovers }: Found, eachByItself: boolean): boolean {
  if (outcome === 'old' || outcome === 'new') return true;
  if (fault.kind === 'once') return false;
  if (eachByItself) return true;
  // Between two renames: parts of one output only, and the rest where the next run finds it.
  return outcome !== 'mixture' && leftovers.some((path) => /\.rnc-(commit|undo)$/.test(path));
}

function isTold({ exitCode, outcome, stderr, leftovers }: Found): boolean {
  const lines = stderr.split('\n').filter((line) => line !== '');
  if (/\bat .*:\d+:\d+/.test(stderr) || stderr.includes('bug')) return false;
  if (exitCode === 0) return outcome === 'new';
  if (exitCode !== 2 || !lines.at(-1)!.startsWith('rnc: ')) return false;
  return outcome === 'old' || leftovers.length > 0;
}

function isMended({ outcome, again }: Found, onlyOnce: boolean): boolean {
  const exitCode = onlyOnce && outcome === 'new' ? 2 : 0;
  return again.exitCode === exitCode && again.outcome === 'new' && again.leftovers.length === 0;
}

/** The few lines that somebody needs who looks for the cause. */
function wrong(found: readonly Found[], is: (one: Found) => boolean): readonly string[] {
  return found
    .filter(is)
    .slice(0, 8)
    .map(({ fault, call, exitCode, outcome, stderr, leftovers, again }) =>
      [
        `${fault.kind} ${fault.code}${fault.halfWay ? ' half-way' : ''} at call ${fault.at}, ${call}:`,
        `${outcome}, exit ${exitCode}, left [${leftovers.join(' ')}], said ${JSON.stringify(stderr)};`,
        `then ${again.outcome}, exit ${again.exitCode}, left [${again.leftovers.join(' ')}], said ${JSON.stringify(again.stderr)}`,
      ].join(' '),
    );
}
