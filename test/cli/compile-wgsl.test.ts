import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../src/backends/wgsl/plan.ts';
import { good } from './classifier.ts';
import { rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

const random =
  'rnc: the weights are random (seed 0), so the outputs mean nothing; --weights gives trained ones\n';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'net.resnet'), good);
});
const compile = (...args: readonly string[]) => rnc(['compile', 'net.resnet', ...args], { cwd: folder });
const wgsl = (...args: readonly string[]) => compile('--target', 'wgsl', ...args);
const planIn = (output: string): Plan =>
  JSON.parse(readFileSync(join(folder, output, 'small.plan.json'), 'utf8')) as Plan;

/** Every file of an output folder, as text by path. */
const filesOf = (output: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(folder, output), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(join(folder, output).length), readFileSync(path, 'latin1')]),
  );

test('a folder named for the spec and the target, which holds all that it needs', () => {
  const { status, stdout, stderr } = wgsl();
  expect(stdout).toBe('');
  expect(stderr).toMatch(
    /^rnc: the weights are random .*\nrnc: wrote \d+ files to net-wgsl: small\.js, .*\n$/,
  );
  expect(status).toBe(0);
  const paths = [...filesOf('net-wgsl').keys()];
  expect(paths).toEqual(
    expect.arrayContaining(['/small.js', '/small.plan.json', '/small.weights.bin', '/index.html']),
  );
  // Every relative import of a module in the folder is there.
  const modules = [...filesOf('net-wgsl')].filter(([path]) => path.endsWith('.js'));
  const imports = modules.flatMap(([path, text]) =>
    [...text.matchAll(/from '(\.[^']+)'/g)].map(([, name]) => join(path, '..', name!)),
  );
  expect(imports.length).toBeGreaterThan(5);
  expect(paths).toEqual(expect.arrayContaining(imports));
  expect(planIn('net-wgsl')).toMatchObject({ dtype: 'f32', input: { shape: [1, 3, 8, 8] } });
});

test('--batch and --dtype', () => {
  expect(wgsl('--batch', '4', '--dtype', 'f16', '-o', 'out').status).toBe(0);
  expect(planIn('out')).toMatchObject({
    dtype: 'f16',
    input: { shape: [4, 3, 8, 8] },
    output: { shape: [4, 10] },
  });
});

test('random weights are those of seed 0, and said to be random where nobody asked for them', () => {
  expect(wgsl('-o', 'none').stderr).toContain(random);
  expect(wgsl('-o', 'zero', '--seed', '0').stderr).toMatch(/^rnc: wrote .*\n$/);
  expect(wgsl('-o', 'one', '--seed', '1').status).toBe(0);
  expect(filesOf('zero')).toEqual(filesOf('none'));
  expect(filesOf('one').get('/small.weights.bin')).not.toBe(filesOf('zero').get('/small.weights.bin'));
});

test('weights from a file are those that are packed', () => {
  expect(compile('--target', 'tfjs', '--seed', '7', '-o', 'tfjs').status).toBe(0);
  const { status, stderr } = wgsl('-o', 'file', '--weights', 'tfjs/small.weights.safetensors');
  expect(stderr).toMatch(/^rnc: wrote .*\n$/);
  expect(status).toBe(0);
  expect(wgsl('-o', 'seed', '--seed', '7').status).toBe(0);
  expect(filesOf('file')).toEqual(filesOf('seed'));
});

test('a network without weights needs no note', () => {
  writeFileSync(join(folder, 'net.resnet'), 'network small {\n  input 3 x 2 x 3\n  avgpool global\n}\n');
  expect(wgsl().stderr).toMatch(/^rnc: wrote .*\n$/);
});

test.each<[string, readonly string[], number, RegExp]>([
  [
    'a batch for tfjs',
    ['--target', 'tfjs', '--batch', '2'],
    2,
    /^rnc: --batch is for --target wgsl; what tfjs/,
  ],
  [
    'a batch for a report',
    ['--target', 'report', '--batch', '2'],
    2,
    /^rnc: --batch .*; a report counts for one/,
  ],
  ['f16 for tfjs', ['--target', 'tfjs', '--dtype', 'f16'], 2, /^rnc: --dtype f16 is for --target wgsl; tfjs/],
  ['f16 for a report', ['--target', 'report', '--dtype', 'f16'], 2, /^rnc: --dtype f16 .*; a report/],
  [
    'an algorithm for tfjs',
    ['--target', 'tfjs', '--winograd', 'f2'],
    2,
    /^rnc: --winograd is for --target wgsl/,
  ],
  ['a table for tfjs', ['--target', 'tfjs', '--tuning', 't.json'], 2, /^rnc: --tuning is for --target wgsl/],
  [
    'Winograd in half precision',
    ['--target', 'wgsl', '--winograd', 'f4', '--dtype', 'f16'],
    2,
    /^rnc: --winograd f4 needs --dtype f32/,
  ],
  ['an unknown type', ['--target', 'wgsl', '--dtype', 'bf16'], 2, /Allowed choices are f32, f16/],
  ['no picture at all', ['--target', 'wgsl', '--batch', '0'], 2, /whole number from 1 to 16777216/],
  ['half a picture', ['--target', 'wgsl', '--batch', '1.5'], 2, /whole number from 1/],
  ['more pictures than an extent may have', ['--target', 'wgsl', '--batch', '16777217'], 2, /to 16777216/],
  [
    'a program, which `run` chooses',
    ['--target', 'wgsl', '--program', 'tiles'],
    2,
    /unknown option '--program'/,
  ],
  ['a broken spec', ['--target', 'wgsl', '--set', 'classes=2'], 1, /error\[value\/unknown-argument\]/],
])('refuses %s, and writes nothing', (_, args, status, message) => {
  const result = compile(...args);
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toContain('random');
  expect(result.status).toBe(status);
  expect(readdirSync(folder)).toEqual(['net.resnet']);
});

test('f32 is what every target takes', () => {
  expect(compile('--target', 'tfjs', '--dtype', 'f32').status).toBe(0);
});

test('the help lists the flags, those for experts apart', () => {
  const { stdout } = rnc(['help', 'compile'], { cwd: folder });
  for (const text of ['--batch <n>', '--dtype <type>', '--target wgsl']) expect(stdout).toContain(text);
  const run = rnc(['help', 'run'], { cwd: folder }).stdout;
  expect(run).toMatch(/\nAdvanced options:\n +--program <name>/);
  expect(run).toContain('webgpu');
});
