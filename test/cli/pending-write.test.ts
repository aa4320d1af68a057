import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { CommanderError } from 'commander';
import { beforeEach, expect, test } from 'vitest';
import { settle } from '../../src/cli/pending-write.ts';
import { temporaryFolder } from './temporary.ts';

/*
 * What a killed run leaves, made by hand: an output of a.js (`old a`) and b.js (`old b`) on its way to a.js (`new a`) and
 * inner/c.js (`new c`).
 */

/** No process has it: Linux goes up to 2²². */
const nobody = 2 ** 22 + 1;
const inner = join('inner', 'c.js');

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  utimesSync(join(folder, path), 1000, 1000);
};
const traits = { 'a.js': [5, 1_000_000], 'b.js': [5, 1_000_000] };
const journal = (changes: object = {}, pid = nobody): string =>
  JSON.stringify({
    writtenBy: 'rnc',
    pid,
    put: ['a.js', 'inner/c.js'],
    take: traits,
    folders: ['inner'],
    ...changes,
  });
const texts = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
const refusal = (): string => {
  try {
    settle(folder, 'out');
  } catch (error) {
    expect(error).toBeInstanceOf(CommanderError);
    return (error as CommanderError).message;
  }
  return 'nothing was refused';
};

const finished = { 'a.js': 'new a', [inner]: 'new c', 'notes.txt': 'mine' };
const undone = { 'a.js': 'old a', 'b.js': 'old b', 'notes.txt': 'mine' };

test.each<[string, Record<string, string>]>([
  [
    'nothing has moved',
    { 'a.js': 'old a', 'b.js': 'old b', '*/new/a.js': 'new a', '*/new/inner/c.js': 'new c' },
  ],
  [
    'an old file has left',
    { 'b.js': 'old b', '*/old/a.js': 'old a', '*/new/a.js': 'new a', '*/new/inner/c.js': 'new c' },
  ],
  [
    'all old files have left',
    { '*/old/a.js': 'old a', '*/old/b.js': 'old b', '*/new/a.js': 'new a', '*/new/inner/c.js': 'new c' },
  ],
  [
    'a new file has come',
    { 'a.js': 'new a', '*/old/a.js': 'old a', '*/old/b.js': 'old b', '*/new/inner/c.js': 'new c' },
  ],
  [
    'all new files have come',
    { 'a.js': 'new a', 'inner/c.js': 'new c', '*/old/a.js': 'old a', '*/old/b.js': 'old b' },
  ],
])('%s: finished from .rnc-commit, put back from .rnc-undo', (_, state) => {
  for (const [name, expected] of [
    ['.rnc-commit', finished],
    ['.rnc-undo', undone],
  ] as const) {
    folder = temporaryFolder();
    write('notes.txt', 'mine');
    for (const [path, text] of Object.entries(state)) write(path.replace('*', name), text);
    write(`${name}/journal.json`, journal());
    settle(folder, 'out');
    expect(texts()).toEqual(expected);
    expect(readdirSync(folder)).not.toContain(name);
    settle(folder, 'out');
    expect(texts()).toEqual(expected);
  }
});

test('a run that lives is not disturbed; of a number that lives on as another program, not for long', () => {
  write('.rnc-commit/new/a.js', 'new a');
  write('.rnc-commit/journal.json', journal({ put: ['a.js'], take: {}, folders: [] }, process.ppid));
  expect(refusal()).toMatch(/another rnc, process \d+, is writing there/);
  expect(existsSync(join(folder, 'a.js'))).toBe(false);
});

test('temporary folders of dead processes go, those of living ones and the user’s own stay', () => {
  for (const name of [`.rnc-tmp-${nobody}-0a1b2c`, `.rnc-tmp-${process.ppid}-0a1b2c`, '.rnc-tmp-mine'])
    write(`${name}/new/a.js`, 'a');
  settle(folder, 'out');
  expect(readdirSync(folder).sort()).toEqual([`.rnc-tmp-${process.ppid}-0a1b2c`, '.rnc-tmp-mine']);
});

test('a file that somebody changed since is not taken away, one that appeared since not written over', () => {
  write('a.js', 'edited');
  write('.rnc-commit/new/a.js', 'new a');
  write('.rnc-commit/journal.json', journal({ put: ['a.js'] }));
  expect(refusal()).toMatch(/a\.js was changed meanwhile/);
  write('.rnc-commit/journal.json', journal({ put: ['a.js'], take: {} }));
  expect(refusal()).toMatch(/a\.js appeared meanwhile/);
  expect(readFileSync(join(folder, 'a.js'), 'utf8')).toBe('edited');
});

test.each<[string, string]>([
  ['is empty', ''],
  ['is no journal', '{}'],
  ['leads out', journal({ put: ['../x'] })],
  ['is absolute', journal({ put: ['/x'] })],
  ['takes from outside', journal({ take: { '../x': [1, 1] } })],
  ['writes into .git', journal({ put: ['.git/hooks/pre-commit'] })],
  ['writes .git', journal({ put: ['.git'] })],
  ['writes .git by its short name', journal({ put: ['GIT~1/hooks/pre-commit'] })],
  ['makes folders outside', journal({ folders: ['..'] })],
])('a journal that %s is nobody’s', (_, text) => {
  write('.rnc-commit/journal.json', text);
  write('.rnc-commit/new/.git/hooks/pre-commit', 'rm -rf ~');
  expect(refusal()).toMatch(/\.rnc-commit there is not rnc’s; move it away/);
  expect(readdirSync(folder)).toEqual(['.rnc-commit']);
});

test.each(['inner', '.rnc-commit/new', '.rnc-commit/old'])(
  'a journal does not reach through a link at %s',
  (link) => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'a.js'), 'secret');
    write('.rnc-commit/journal.json', journal());
    symlinkSync(outside, join(folder, link));
    expect(refusal()).toMatch(/there is not a folder/);
    expect(readdirSync(outside)).toEqual(['a.js']);
    expect(readdirSync(folder)).not.toContain('a.js');
  },
);
