import { expect, it } from 'vitest';
import { rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

const explain = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  rnc(['explain', ...args], { cwd: temporaryFolder(), environment });

it('explains a code, as it stands in a message too', () => {
  const { stdout, stderr, status } = explain(['error[shape/residual-mismatch]']);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(stdout).toMatch(/^error\[shape\/residual-mismatch\]: The residual path and its shortcut/);
  for (const words of [
    '\nWrong:\n\n    block',
    '\nRight:\n\n    block',
    '(option A)',
    '(option B',
    '(option C)',
  ])
    expect(stdout).toContain(words);
  for (const line of stdout.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(80);
});

it('marks the two examples in colour where that is wanted', () => {
  const { stdout } = explain(['lint/unused'], { FORCE_COLOR: '1' });
  expect(stdout).toContain('\x1b[33mWrong:');
  expect(stdout).toContain('\x1b[32mRight:');
  expect(explain(['lint/unused', '--no-color'], { FORCE_COLOR: '1' }).stdout).not.toContain('\x1b');
});

it('lists an area, with a line for each code', () => {
  const { stdout } = explain(['target']);
  expect(stdout.split('\n').filter((line) => line.startsWith('  target/'))).toHaveLength(2);
  expect(stdout).not.toContain('weights/');
});

it('gives a program the same as JSON', () => {
  const [first] = JSON.parse(explain(['--format', 'json']).stdout);
  expect(first).toEqual({ code: 'syntax/encoding', severity: 'error', title: expect.any(String) });
  const { code, blocks } = JSON.parse(explain(['shape/groups', '--format', 'json']).stdout);
  expect(code).toBe('shape/groups');
  expect(blocks.map(({ kind }: { kind: string }) => kind)).toContain('example');
});

it.each([
  ['shape/gruops', 'did you mean `shape/groups`?'],
  ['groups', 'did you mean `shape/groups`?'],
  ['wieghts', 'did you mean `weights`?'],
  ['nothing/alike', '`rnc explain` lists them all'],
])('of %s it says what may have been meant', (wanted, words) => {
  const { stdout, stderr, status } = explain([wanted]);
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  expect(stderr).toBe(`rnc: there is no code \`${wanted}\`; ${words}\n`);
});
