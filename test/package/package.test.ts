import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The tarball that `npm pack` makes, installed in an empty folder without a network: what a user gets. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
let folder: string;
let project: string;

const run = (command: string, args: readonly string[], cwd = project) =>
  spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rnc-package-')));
  project = join(folder, 'project');
  mkdirSync(project);
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root });
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  writeFileSync(join(project, 'package.json'), '{"name": "user", "private": true, "type": "module"}');
  const tarball = join(folder, `rnc-${version}.tgz`);
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball], {
    cwd: project,
    stdio: 'pipe',
  });
  writeFileSync(join(project, 'good.resnet'), good);
  writeFileSync(join(project, 'bad.resnet'), good.replace('relu', 'rleu'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const good = `import { basic } from "std/residual"
network small {
  input 3 x 32 x 32
  conv1: conv 3x3, 16
  bn1: batchnorm
  relu
  layer1: stage 1 x basic(16)
  avgpool global
  fc: linear 10
}
`;

test('it brings no other package', () => {
  const names = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  expect(names).toEqual(['rnc']);
});

test('rnc works', () => {
  expect(run('npx', ['--no-install', 'rnc', '--version']).stdout).toBe(`${version}\n`);
  expect(run('npx', ['--no-install', 'rnc', 'check', 'good.resnet']).status).toBe(0);
  const bad = run('npx', ['--no-install', 'rnc', 'check', 'bad.resnet']);
  expect(bad.status).toBe(1);
  expect(bad.stdout).toMatch(/error\[.*bad\.resnet:6:3/s);
  expect(
    run('npx', ['--no-install', 'rnc', 'compile', 'good.resnet', '--target', 'tfjs', '-o', 'out']).status,
  ).toBe(0);
  expect(readdirSync(join(project, 'out'))).toContain('small.js');
});

test('rnc run says what to install', () => {
  writeFileSync(join(project, 'x.npy'), npy([1, 3, 32, 32]));
  const { status, stderr } = run('npx', ['--no-install', 'rnc', 'run', 'good.resnet', '--input', 'x.npy']);
  expect(status).toBe(2);
  expect(stderr).toContain('npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm');
});

test('import "rnc" works', () => {
  writeFileSync(
    join(project, 'use.js'),
    `import { readFileSync } from 'node:fs';
import { check, compile, report } from 'rnc';
const source = { name: 'good.resnet', text: readFileSync('good.resnet', 'utf8') };
const { diagnostics, networks } = check(source);
const { reports } = report(source);
const { files } = compile(source, { target: 'tfjs' });
const wrong = check({ name: 'bad.resnet', text: readFileSync('bad.resnet', 'utf8') });
console.log(JSON.stringify([
  diagnostics.length, networks[0].name, reports[0].network, files.length > 0, wrong.diagnostics[0].severity,
]));`,
  );
  const { stdout, stderr } = run(process.execPath, ['use.js']);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([0, 'small', 'small', true, 'error']);
});

test('its types work under strict settings', () => {
  writeFileSync(
    join(project, 'use.ts'),
    `import { check, compile, type Diagnostic, type OutputFile } from 'rnc';
const source = { name: 'a.resnet', text: '' };
export const diagnostics: readonly Diagnostic[] = check(source, { network: 'a' }).diagnostics;
export const files: readonly OutputFile[] = compile(source, { target: 'tfjs' }).files;
// @ts-expect-error there is no such target
compile(source, { target: 'nonsense' });
`,
  );
  const compilerOptions = {
    noEmit: true,
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023'],
    types: [],
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
  const { status, stdout } = run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')]);
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('the library runs where there is nothing but the language: no process, no require, no code from strings', () => {
  const text = readFileSync(join(project, 'node_modules/rnc/dist/index.js'), 'utf8');
  const imports = parse(text, { ecmaVersion: 'latest', sourceType: 'module' }).body.filter(
    ({ type }) => type === 'ImportDeclaration',
  );
  expect(imports).toEqual([]);
  const { code } = transformSync(text, { format: 'iife', globalName: 'rnc' });
  const context = createContext(
    { TextEncoder, TextDecoder },
    { codeGeneration: { strings: false, wasm: false } },
  );
  // Pages and workers have `self`.
  runInContext(`globalThis.self = globalThis; ${code}`, context);
  const result: unknown = runInContext(
    `const source = { name: 'good.resnet', text: ${JSON.stringify(good)} };
JSON.stringify([
  rnc.check(source).diagnostics.length,
  rnc.compile(source, { target: 'tfjs' }).files.length > 0,
  rnc.renderReport(rnc.report(source).reports, 'html', { layers: true, colour: false, width: 80 }).length > 0,
])`,
    context,
  );
  expect(result).toBe('[0,true,true]');
});

test('nothing in it names the machine that built it', () => {
  const installed = join(project, 'node_modules/rnc');
  for (const entry of readdirSync(installed, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'latin1');
    expect(text.includes(root), entry.name).toBe(false);
  }
  expect(readdirSync(installed)).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'specs', 'schemas']),
  );
});

/** An .npy file of zeros, by numpy’s own description of the format. */
function npy(shape: readonly number[]): Buffer {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const header = `${text.padEnd(117)}\n`;
  const numbers = Buffer.alloc(4 * shape.reduce((product, extent) => product * extent, 1));
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    Buffer.from([118, 0]),
    Buffer.from(header),
    numbers,
  ]);
}
