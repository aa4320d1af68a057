import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { endingOf, stop } from '../../src/cli/exit.ts';

const circumstances = { version: '1.2.3', command: 'check', debug: false };
const thrownBy = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

test('a refusal carries its own exit code and one line', () => {
  const ending = endingOf(
    thrownBy(() => stop(2, 'cannot read x: no')),
    circumstances,
  );
  expect(ending).toEqual({ exitCode: 2, text: 'rnc: cannot read x: no\n' });
});

test.each([
  ['help and version', 0, 0],
  ['wrong usage', 1, 2],
])('commander’s own ending: %s', (_, exitCode, expected) => {
  const error = new CommanderError(exitCode, 'commander.x', 'printed already');
  expect(endingOf(error, circumstances)).toEqual({ exitCode: expected, text: '' });
});

test('what the operating system refuses is no bug', () => {
  const ending = endingOf(
    thrownBy(() => readFileSync('/does/not/exist')),
    circumstances,
  );
  expect(ending).toEqual({ exitCode: 2, text: 'rnc: /does/not/exist: there is no such file or folder\n' });
});

test('a bug says what to report, and shows its stack only when asked', () => {
  const bug = new TypeError('x is undefined');
  const { exitCode, text } = endingOf(bug, circumstances);
  expect(exitCode).toBe(70);
  expect(text).toContain('rnc 1.2.3 has a bug');
  expect(text).toContain('x is undefined');
  expect(text).toContain('`rnc check`');
  expect(text).toContain(process.version);
  expect(text).not.toContain('exit.test.ts');
  expect(endingOf(bug, { ...circumstances, debug: true }).text).toContain('exit.test.ts');
  expect(endingOf('a string', circumstances).exitCode).toBe(70);
});
