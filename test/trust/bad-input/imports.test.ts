import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, compile, type Loader, writeSafetensors } from '../../../src/index.ts';
import { leaveFigures } from '../figures.ts';
import type { Ended } from '../run-here.ts';
import { type ImportCase, importCases, importing } from './imports.ts';
import { runMany } from './run-many.ts';

/** Files in memory, by their paths; a link is nothing to it. */
function loaderOf(files: ImportCase['files'], read: string[] = []): Loader {
  return (path, importer) => {
    const name = posix.join(posix.dirname(importer), path);
    const text = files[name];
    if (typeof text !== 'string') return { kind: 'missing', tried: [name] };
    read.push(name);
    return { kind: 'file', file: { name, text } };
  };
}

interface Told {
  readonly code: string;
  readonly file: string;
  readonly severity: string;
  readonly message: string;
  readonly help?: string;
}

function compare(found: readonly Told[], { errors }: ImportCase): void {
  const wrong = found.filter(({ severity }) => severity === 'error');
  expect(wrong.map(({ code, file }) => [code, file])).toEqual(errors.map(([code, file]) => [code, file]));
  errors.forEach(([, , says = ''], index) => {
    const { message, help = '' } = wrong[index]!;
    expect(`${message} ${help}`).toContain(says);
  });
}

describe('the library, with files in memory', () => {
  it.each(importCases.filter(({ only }) => only === undefined))('$row: $name', (one) => {
    const root = { name: 'net.resnet', text: one.files['net.resnet'] as string };
    const { diagnostics } = check(root, { load: loaderOf(one.files) });
    compare(
      diagnostics.map(({ help, ...told }) => ({ ...told, ...(help === undefined ? {} : { help }) })),
      one,
    );
  });

  it('asks for no file without a loader', () => {
    const { diagnostics } = check({ name: 'net.resnet', text: importing('./part.resnet') });
    expect(diagnostics.map(({ code }) => code)).toEqual(['import/not-found']);
  });

  it('I changes: compiles the text that it checked, whatever the file says later', () => {
    let changes = 0;
    const load: Loader = () => ({
      kind: 'file',
      file: {
        name: 'part.resnet',
        text: changes++ === 0 ? 'block part() {\n  c: conv 3x3, 4\n}\n' : 'this is no spec',
      },
    });
    const twice = importing('./part.resnet').replace(
      '\n',
      '\nimport { part as again } from "./part.resnet"\n',
    );
    const root = { name: 'net.resnet', text: twice.replace('part()', 'part()\n  again()') };
    const { diagnostics, files } = compile(root, { target: 'tfjs', load });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
  });
});

describe('the command line', () => {
  let folder: string;
  let answers: readonly Ended[];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rnc-imports-'));
    importCases.forEach(({ files, outside = {} }, index) => {
      const place = (path: string): string => join(folder, `${index}/project`, path);
      for (const [path, content] of Object.entries({ ...files, ...prefixed(outside) })) {
        mkdirSync(dirname(place(path)), { recursive: true });
        if (typeof content === 'string') writeFileSync(place(path), content);
        else symlinkSync(content.to, place(path));
      }
    });
    answers = runMany(
      importCases.map((_, index) => ({
        args: ['check', 'net.resnet', '--format', 'json'],
        cwd: join(folder, `${index}/project`),
      })),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(importCases.map((one, index) => ({ ...one, index })))('$row: $name', (one) => {
    const { exitCode, stdout, stderr } = answers[one.index]!;
    expect(stderr).toBe('');
    compare((JSON.parse(stdout) as { diagnostics: readonly Told[] }).diagnostics, one);
    expect(exitCode).toBe(one.errors.length > 0 ? 1 : 0);
  });

  it('I links: a shard that is a hard link is refused', () => {
    const place = join(folder, 'weights');
    mkdirSync(place);
    const tensor = { name: 'a', shape: [1], data: new Float32Array(1) };
    writeFileSync(join(place, 'secret'), writeSafetensors([tensor]));
    linkSync(join(place, 'secret'), join(place, 'part.safetensors'));
    writeFileSync(join(place, 'w.safetensors.index.json'), '{"weight_map": {"a": "part.safetensors"}}');
    const [ended] = runMany([{ args: ['weights', 'inspect', 'w.safetensors.index.json'], cwd: place }]);
    expect(ended!.stderr).toContain('part.safetensors is a hard link');
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
  });
});

const prefixed = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`../${path}`, text]));

leaveFigures('imports', () => [
  {
    part: 'Bad input',
    what: 'imports that are wrong, or look wrong, through the library and the command line: every error with its code and file',
    result: `${importCases.length} trees of files, all answered as promised`,
    command: 'npx vitest run --project trust test/trust/bad-input/imports',
  },
]);
