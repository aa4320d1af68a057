import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { importLoader } from '../../src/cli/loader.ts';
import { whyNotAPath } from '../../src/linking/import-path.ts';
import { temporaryFolder } from './temporary.ts';

const limit = 1 << 10;
let outside: string;
let root: string;

beforeEach(() => {
  outside = temporaryFolder();
  root = join(outside, 'project');
  mkdirSync(join(root, 'blocks/deep'), { recursive: true });
  mkdirSync(join(root, 'folder.resnet'));
  writeFileSync(join(outside, 'secret.resnet'), 'secret');
  writeFileSync(join(root, 'a.resnet'), 'a');
  writeFileSync(join(root, 'blocks/b.resnet'), 'b');
  writeFileSync(join(root, 'blocks/deep/c.resnet'), 'c');
});

test.each([
  ['./a.resnet', 'net.resnet', 'a.resnet'],
  ['./blocks/b.resnet', 'net.resnet', 'blocks/b.resnet'],
  ['./b.resnet', 'blocks/x.resnet', 'blocks/b.resnet'],
  ['../../a.resnet', 'blocks/deep/x.resnet', 'a.resnet'],
  ['./blocks/../a.resnet', 'net.resnet', 'a.resnet'],
])('reads %s from %s', (path, importer, name) => {
  expect(importLoader(root, limit)(path, importer)).toMatchObject({ kind: 'file', file: { name } });
});

test.each([
  ['../secret.resnet', 'net.resnet'],
  ['../../secret.resnet', 'blocks/x.resnet'],
  ['./blocks/../../secret.resnet', 'net.resnet'],
  ['../../../../../../../../etc/passwd.resnet', 'net.resnet'],
])('refuses %s from %s, which leaves the folder', (path, importer) => {
  expect(importLoader(root, limit)(path, importer)).toEqual({ kind: 'outside' });
});

test('follows links inside the folder only', () => {
  symlinkSync(join(outside, 'secret.resnet'), join(root, 'link.resnet'));
  symlinkSync(outside, join(root, 'up'));
  symlinkSync('a.resnet', join(root, 'inner.resnet'));
  symlinkSync('loop.resnet', join(root, 'loop.resnet'));
  const load = importLoader(root, limit);
  expect(load('./link.resnet', 'net.resnet')).toEqual({ kind: 'outside' });
  expect(load('./up/secret.resnet', 'net.resnet')).toEqual({ kind: 'outside' });
  expect(load('./inner.resnet', 'net.resnet')).toEqual({
    kind: 'file',
    file: { name: 'a.resnet', text: 'a' },
  });
  expect(load('./loop.resnet', 'net.resnet')).toMatchObject({ kind: 'missing' });
});

test('a file has one name, however it is reached', () => {
  linkSync(join(root, 'a.resnet'), join(root, 'hard.resnet'));
  const load = importLoader(root, limit);
  const direct = load('./a.resnet', 'net.resnet');
  expect(load('./blocks/deep/../../a.resnet', 'net.resnet')).toEqual(direct);
});

test('says where it looked', () => {
  expect(importLoader(root, limit)('./gone.resnet', 'blocks/x.resnet')).toEqual({
    kind: 'missing',
    tried: ['blocks/gone.resnet'],
  });
});

test('offers a file with almost that name, as an import has it, and none from outside', () => {
  const load = importLoader(root, limit);
  expect(load('./bb.resnet', 'blocks/x.resnet')).toMatchObject({ near: './b.resnet' });
  expect(load('../aa.resnet', 'blocks/x.resnet')).toMatchObject({ near: '../a.resnet' });
  symlinkSync(outside, join(root, 'up'));
  expect(load('./up/secrets.resnet', 'net.resnet')).toEqual({
    kind: 'missing',
    tried: ['up/secrets.resnet'],
  });
});

test('refuses what is no spec', () => {
  writeFileSync(join(root, 'big.resnet'), ' '.repeat(limit + 1));
  writeFileSync(join(root, 'latin.resnet'), Buffer.of(0x41, 0xe9));
  writeFileSync(join(root, 'picture.resnet'), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  const load = importLoader(root, limit);
  const reason = (path: string): string => (load(path, 'net.resnet') as { reason: string }).reason;
  expect(load('./big.resnet', 'net.resnet')).toEqual({ kind: 'too-large', bytes: 1025 });
  expect(reason('./latin.resnet')).toBe('it is not valid UTF-8 at byte 1');
  expect(reason('./picture.resnet')).toBe('it is a PNG picture');
  expect(reason('./folder.resnet')).toBe('it is a folder');
});

test.each([
  '/etc/passwd.resnet',
  'C:\\a.resnet',
  'c:/a.resnet',
  '\\\\server\\share\\a.resnet',
  'file:///a.resnet',
  'http://example.com/a.resnet',
  '~/a.resnet',
  'a.resnet',
  './a',
  './a.resnet.png',
  './a\\b.resnet',
  './a\0.resnet',
  './a\n.resnet',
  './%2e%2e/a.resnet',
  './a .resnet/b.resnet ',
  './a./b.resnet',
  './a /b.resnet',
  './CON/b.resnet',
  './aux.resnet',
  './b//a.resnet',
  `./${'a'.repeat(5000)}.resnet`,
])('the rule refuses %j', (path) => {
  expect(whyNotAPath(path)).toBeTypeOf('string');
  expect(importLoader(root, limit)(path, 'net.resnet')).toMatchObject({ kind: 'invalid' });
});

test('the rule takes names of all languages', () => {
  expect(whyNotAPath('./blöcke/残差 2.resnet')).toBeUndefined();
});
