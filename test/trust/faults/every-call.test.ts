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
  const all = writers.flatMap((writer) => {
    const result = results[writer.name];
    return result ? [{ writer, ...result }] : [];
  });
  const sum = (of: (one: (typeof all)[number]) => number): string =>
    all.reduce((total, one) => total + of(one), 0).toLocaleString('en-US');
  const survived = sum(
    ({ writer, found }) =>
      found.filter(
        (one) =>
          isWhole(one, writer.eachByItself === true) &&
          isTold(one) &&
          isMended(one, writer.onlyOnce === true),
      ).length,
  );
  recordFigures('faults', [
    {
      part: 'Faults',
      what: `each call to the file system of ${all.length} commands fails in ${kinds.length - 2} ways, or is the last before the process dies`,
      result: `${sum(({ calls }) => calls.length)} calls, ${sum(({ found }) => found.length)} faults, ${survived} survived: the old output or the new one, and a next run that works`,
      command: 'npx vitest run --project trust --mode deep test/trust/faults/every-call.test.ts',
    },
  ]);
});

/** An import that cannot be read is an error of the spec, which is mended all the same. */
const saysImport = ({ exitCode, stdout }: Found): boolean => exitCode === 1 && /error\[import\//.test(stdout);

function isWhole(one: Found, eachByItself: boolean): boolean {
  const { fault, outcome, leftovers } = one;
  if (outcome === 'old' || outcome === 'new' || outcome === 'unchanged') return true;
  if (eachByItself) return fault.kind === 'dies' || saysImport(one);
  if (fault.kind === 'once') return false;
  // Between two renames: parts of one output only, and the rest where the next run finds it.
  return outcome !== 'mixture' && leftovers.some((path) => /\.rnc-(commit|undo)$/.test(path));
}

function isTold(one: Found): boolean {
  const { exitCode, outcome, stderr, leftovers } = one;
  const lines = stderr.split('\n').filter((line) => line !== '');
  if (/\bat .*:\d+:\d+/.test(stderr) || stderr.includes('bug')) return false;
  if (exitCode === 0) return outcome === 'new' || outcome === 'unchanged';
  if (saysImport(one)) return true;
  if (exitCode !== 2 || !lines.at(-1)!.startsWith('rnc: ')) return false;
  return outcome === 'old' || outcome === 'unchanged' || leftovers.length > 0;
}

function isMended({ outcome, again }: Found, onlyOnce: boolean): boolean {
  const exitCode = onlyOnce && outcome === 'new' ? 2 : 0;
  const isNew = again.outcome === 'new' || again.outcome === 'unchanged';
  return again.exitCode === exitCode && isNew && again.leftovers.length === 0;
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
