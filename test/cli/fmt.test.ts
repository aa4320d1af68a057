import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

const ugly = 'network n{relu}\n';
const styled = 'network n { relu }\n';
const broken = 'network n{\nrelu\n  conv  3x3  64\n}\n';
const half = 'network n {\n  relu\n  conv  3x3  64\n}\n';

/** A folder with these files in it, by their paths. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');

describe('rnc fmt', () => {
  it('changes what is not formatted, and nothing else, and says what it changed', () => {
    const folder = folderWith({ 'a.resnet': ugly, 'b.resnet': styled, 'c.resnet': `\uFEFF${styled}` });
    const then = new Date(2001, 1, 1);
    utimesSync(join(folder, 'b.resnet'), then, then);
    chmodSync(join(folder, 'a.resnet'), 0o640);
    const { status, stdout, stderr } = rnc(['fmt', 'b.resnet', 'a.resnet', './a.resnet', 'c.resnet'], {
      cwd: folder,
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'a.resnet\nc.resnet\n', stderr: '' });
    expect([read(folder, 'a.resnet'), read(folder, 'c.resnet')]).toEqual([styled, styled]);
    expect(statSync(join(folder, 'a.resnet')).mode & 0o777).toBe(0o640);
    expect(statSync(join(folder, 'b.resnet')).mtime).toEqual(then);
    expect(readdirSync(folder)).toEqual(['a.resnet', 'b.resnet', 'c.resnet']);
  });

  it('finds specs in folders, but not in hidden ones, in node_modules, nor behind links', () => {
    const folder = folderWith({
      ...{ 'a.resnet': ugly, 'deep/er/b.resnet': ugly, 'notes.txt': ugly, '.git/c.resnet': ugly },
      ...{ 'node_modules/d/d.resnet': ugly, 'other/e.resnet': ugly },
    });
    symlinkSync('..', join(folder, 'deep/loop'));
    symlinkSync('../other', join(folder, 'deep/link'));
    symlinkSync('other/e.resnet', join(folder, 'f.resnet'));
    const { status, stdout } = rnc(['fmt', '.', 'deep'], { cwd: folder });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'a.resnet\ndeep/er/b.resnet\nother/e.resnet\n' });
    expect([read(folder, '.git/c.resnet'), read(folder, 'node_modules/d/d.resnet')]).toEqual([ugly, ugly]);
  });

  it('writes through a link that is named', () => {
    const folder = folderWith({ 'a.resnet': ugly });
    symlinkSync('a.resnet', join(folder, 'link.resnet'));
    expect(rnc(['fmt', 'link.resnet'], { cwd: folder }).stdout).toBe('link.resnet\n');
    expect(lstatSync(join(folder, 'link.resnet')).isSymbolicLink()).toBe(true);
    expect(read(folder, 'a.resnet')).toBe(styled);
  });

  it('leaves statements with errors as they are, and says where', () => {
    const folder = folderWith({ 'a.resnet': broken, 'b.resnet': ugly });
    const { status, stdout, stderr } = rnc(['fmt', 'a.resnet', 'b.resnet'], { cwd: folder });
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'a.resnet\nb.resnet\n' });
    expect(stderr).toMatch(/^rnc: a\.resnet:3:14: line 3 is left as it is: .+\n$/);
    expect(read(folder, 'a.resnet')).toBe(half);
  });

  it('says of a file that is no text what it is, and formats the others', () => {
    const folder = folderWith({ 'a.resnet': '\x89PNG\r\n\x1A\n\0', 'b.resnet': ugly });
    const { status, stdout, stderr } = rnc(['fmt', '.'], { cwd: folder });
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'b.resnet\n' });
    expect(stderr).toContain('syntax/binary');
  });

  it.each([
    [
      'a file that is not there',
      ['fmt', 'a.resnet', 'b.resnet'],
      /^rnc: cannot read b\.resnet: there is no such file/,
    ],
    ['standard input and a file', ['fmt', '-', 'a.resnet'], /^rnc: standard input is formatted alone/],
    ['no file', ['fmt'], /missing required argument 'file'/],
    ['an unknown flag', ['fmt', '--write', 'a.resnet'], /unknown option '--write'/],
  ])('changes nothing for %s', (_, args, message) => {
    const folder = folderWith({ 'a.resnet': ugly });
    const { status, stdout, stderr } = rnc(args, { cwd: folder });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(read(folder, 'a.resnet')).toBe(ugly);
  });

  it('says that a folder has none', () => {
    const { status, stderr } = rnc(['fmt', '.'], { cwd: temporaryFolder() });
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'rnc: there are no .resnet files in .\n' });
  });

  it('formats standard input to standard output', () => {
    const cwd = temporaryFolder();
    expect(rnc(['fmt', '-'], { cwd, input: ugly })).toMatchObject({ status: 0, stdout: styled, stderr: '' });
    const { status, stdout, stderr } = rnc(['fmt', '-'], { cwd, input: broken });
    expect({ status, stdout }).toEqual({ status: 1, stdout: half });
    expect(stderr).toMatch(/^rnc: <stdin>:3:14: line 3 is left as it is: /);
  });
});

describe('rnc fmt --check', () => {
  it('says which files would change, and changes none', () => {
    const folder = folderWith({ 'a.resnet': ugly, 'b.resnet': styled });
    const { status, stdout, stderr } = rnc(['fmt', '--check', '.'], { cwd: folder });
    const expected = { status: 1, stdout: 'a.resnet\n', stderr: 'rnc: of 2 files 1 would change\n' };
    expect({ status, stdout, stderr }).toEqual(expected);
    expect(read(folder, 'a.resnet')).toBe(ugly);
  });

  it('says it of standard input', () => {
    const cwd = temporaryFolder();
    expect(rnc(['fmt', '--check', '-'], { cwd, input: ugly })).toMatchObject({
      status: 1,
      stdout: '<stdin>\n',
    });
    expect(rnc(['fmt', '--check', '-'], { cwd, input: styled })).toMatchObject({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('finds nothing in the bundled specs, nor in what `rnc init` writes', () => {
    const cwd = temporaryFolder();
    expect(rnc(['init', 'mynet'], { cwd }).status).toBe(0);
    const specs = fileURLToPath(new URL('../../specs', import.meta.url));
    expect(rnc(['fmt', '--check', 'mynet.resnet', specs], { cwd })).toMatchObject({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });
});
