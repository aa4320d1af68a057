import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { beforeEach, expect, test } from 'vitest';
import { type Writing, writeOutputFolder } from '../../src/cli/output-folder.ts';
import { replaceFile } from '../../src/cli/write-file.ts';
import { temporaryFolder } from './temporary.ts';

let parent: string;
let out: string;
beforeEach(() => {
  parent = temporaryFolder();
  out = join(parent, 'out');
});

const files = [
  { path: 'net.js', content: 'one' },
  { path: 'kernels/a.bin', content: new Uint8Array([1, 2]) },
];
const write = (changes: Partial<Writing> = {}): Promise<void> =>
  writeOutputFolder({ folder: out, target: 'tfjs', files, force: false, inputs: [], ...changes });
const refusal = async (changes: Partial<Writing> = {}): Promise<string> => {
  const error: unknown = await write(changes).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CommanderError);
  expect((error as CommanderError).exitCode).toBe(2);
  return (error as CommanderError).message;
};
const tree = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

test('writes every file and a manifest, and leaves nothing else', async () => {
  await write();
  expect(tree(parent)).toEqual(['out', 'out/.rnc.json', 'out/kernels', 'out/kernels/a.bin', 'out/net.js']);
  expect(readFileSync(join(out, 'net.js'), 'utf8')).toBe('one');
  // sha256sum of `one` and of the bytes 1, 2.
  expect(JSON.parse(readFileSync(join(out, '.rnc.json'), 'utf8'))).toEqual({
    writtenBy: 'rnc',
    target: 'tfjs',
    files: {
      'kernels/a.bin': 'a12871fee210fb8619291eaea194581cbd2531e4b23759d225f6806923f63222',
      'net.js': '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',
    },
  });
  expect(statSync(out).mode & 0o777).toBe(0o777 & ~process.umask());
});

test('makes the folders above', async () => {
  await write({ folder: join(out, 'a/b') });
  expect(existsSync(join(out, 'a/b/net.js'))).toBe(true);
});

test('writes again over its own folder: old files go, the user’s stay', async () => {
  await write();
  writeFileSync(join(out, 'notes.txt'), 'mine');
  await write({ files: [{ path: 'net.js', content: 'two' }] });
  expect(tree(out)).toEqual(['.rnc.json', 'net.js', 'notes.txt']);
  expect(readFileSync(join(out, 'net.js'), 'utf8')).toBe('two');
  expect(tree(parent).filter((path) => path.includes('rnc-'))).toEqual([]);
});

test('what is the same in both outputs is not touched', async () => {
  await write();
  const before = statSync(join(out, 'kernels/a.bin'));
  await write({ files: [{ path: 'net.js', content: 'two' }, files[1]!] });
  const after = statSync(join(out, 'kernels/a.bin'));
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
});

test('an old file that was changed by hand stays where the new output has none of its name', async () => {
  await write();
  writeFileSync(join(out, 'kernels/a.bin'), 'edited');
  await write({ files: [files[0]!] });
  expect(readFileSync(join(out, 'kernels/a.bin'), 'utf8')).toBe('edited');
});

test('fills an empty folder', async () => {
  mkdirSync(out);
  await write();
  expect(tree(out)).toContain('net.js');
});

test('refuses a folder that it did not write', async () => {
  mkdirSync(out);
  writeFileSync(join(out, 'thesis.txt'), 'years');
  expect(await refusal()).toMatch(/not empty and rnc did not write it/);
  expect(tree(out)).toEqual(['thesis.txt']);
  await write({ force: true });
  expect(tree(out)).toContain('thesis.txt');
  expect(tree(out)).toContain('net.js');
});

test('refuses to lose a change made by hand', async () => {
  await write();
  writeFileSync(join(out, 'net.js'), 'edited');
  expect(await refusal()).toMatch(/net\.js was changed after rnc wrote it/);
  expect(readFileSync(join(out, 'net.js'), 'utf8')).toBe('edited');
  await write({ force: true });
  expect(readFileSync(join(out, 'net.js'), 'utf8')).toBe('one');
});

test('refuses a new file where the user has one', async () => {
  await write({ files: [{ path: 'net.js', content: 'one' }] });
  writeFileSync(join(out, 'README.md'), 'mine');
  expect(await refusal({ files: [{ path: 'README.md', content: 'x' }] })).toMatch(/README\.md is not rnc’s/);
});

test('refuses a file, a link to nothing, an input, and a folder in a file’s place', async () => {
  writeFileSync(out, 'a file');
  expect(await refusal({ force: true })).toMatch(/it is a file, not a folder/);
  symlinkSync(join(parent, 'gone'), join(parent, 'link'));
  expect(await refusal({ folder: join(parent, 'link') })).toMatch(/link to nothing/);
  const place = join(parent, 'net.js');
  writeFileSync(place, 'spec');
  expect(await refusal({ folder: parent, inputs: [place], force: true })).toMatch(/is an input/);
  mkdirSync(join(parent, 'kernels/a.bin'), { recursive: true });
  expect(await refusal({ folder: parent, files: [files[1]!], force: true })).toMatch(/there is a folder/);
});

test('writes through a link to a folder', async () => {
  mkdirSync(join(parent, 'real'));
  symlinkSync(join(parent, 'real'), out);
  await write();
  expect(tree(join(parent, 'real'))).toContain('net.js');
});

test('a forged manifest gives no way out of the folder', async () => {
  mkdirSync(out);
  writeFileSync(join(parent, 'victim.txt'), 'alive');
  writeFileSync(
    join(out, '.rnc.json'),
    JSON.stringify({ writtenBy: 'rnc', target: 'tfjs', files: { '../victim.txt': 'x', '/etc/hosts': 'x' } }),
  );
  await write();
  expect(readFileSync(join(parent, 'victim.txt'), 'utf8')).toBe('alive');
});

test('an output path that leaves the folder is a bug', async () => {
  await expect(write({ files: [{ path: '../x', content: '' }] })).rejects.toThrow(/an output is called/);
  expect(tree(parent)).toEqual([]);
});

test('a file or a link where the output needs a folder is not walked through', async () => {
  await write({ files: [files[0]!] });
  writeFileSync(join(out, 'kernels'), 'mine');
  expect(await refusal({ force: true })).toMatch(/kernels there is not a folder/);
  rmSync(join(out, 'kernels'));
  mkdirSync(join(parent, 'elsewhere'));
  symlinkSync(join(parent, 'elsewhere'), join(out, 'kernels'));
  const before = tree(parent);
  expect(await refusal({ force: true })).toMatch(/kernels there is not a folder/);
  expect(tree(parent)).toEqual(before);
});

test('a forged manifest does not reach through a link', async () => {
  mkdirSync(join(parent, 'home'));
  writeFileSync(join(parent, 'home/victim.txt'), 'alive');
  mkdirSync(out);
  symlinkSync(join(parent, 'home'), join(out, 'inner'));
  const alive = createHash('sha256').update('alive').digest('hex');
  writeFileSync(
    join(out, '.rnc.json'),
    JSON.stringify({ writtenBy: 'rnc', target: 'tfjs', files: { 'inner/victim.txt': alive } }),
  );
  await write();
  expect(readFileSync(join(parent, 'home/victim.txt'), 'utf8')).toBe('alive');
});

test('a file is replaced whole and keeps its mode and its link', async () => {
  const path = join(parent, 'net.resnet');
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  symlinkSync(path, join(parent, 'link.resnet'));
  await replaceFile(join(parent, 'link.resnet'), 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(tree(parent)).toEqual(['link.resnet', 'net.resnet']);
});
