import { spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/check.ts';
import { rnc } from '../../cli/run-cli.ts';
import { temporaryFolder } from '../../cli/temporary.ts';
import { resourceCases } from './resources.ts';

// What an editor does while somebody types is the language server's to promise; there is none yet.

describe.each(resourceCases)('$name', ({ text, code, says }) => {
  it('is answered by the library', () => {
    const { diagnostics, networks } = check({ name: 'n.resnet', text });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors[0]?.code).toBe(code);
    if (says !== undefined && code !== 'name/unknown') expect(errors[0]!.message).toContain(says);
    expect(networks.length > 0).toBe(code === undefined);
  });
});

interface Listed {
  readonly file: string;
  readonly severity: string;
  readonly code: string;
}

it('the command line answers each of them as the library does', () => {
  const folder = temporaryFolder();
  for (const [index, { text }] of resourceCases.entries())
    writeFileSync(join(folder, `${index}.resnet`), text);
  const names = resourceCases.map((_, index) => `${index}.resnet`);
  const { status, stdout, stderr } = rnc(['check', '--format', 'json', ...names], { cwd: folder });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Listed[] };
  const first = names.map(
    (name) => diagnostics.find(({ file, severity }) => file === name && severity === 'error')?.code,
  );
  expect(first).toEqual(resourceCases.map(({ code }) => code));
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
});

describe('what is no file of a spec', () => {
  const gigabytes = 10 * 2 ** 30;
  const rows = [
    ['/dev/zero', 'a device', undefined],
    ['pipe.resnet', 'a pipe', (path: string) => spawnSync('mkfifo', [path])],
    ['folder.resnet', 'a folder', (path: string) => mkdirSync(path)],
    ['missing.resnet', 'no such file', undefined],
  ] as const;

  it.each(rows)('%s is refused as %s', (name, says, make) => {
    const folder = temporaryFolder();
    make?.(join(folder, name));
    const { status, stdout, stderr } = rnc(['check', name], { cwd: folder });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('a file of 100 MB and one of 10 GB are looked at and not read', () => {
    const folder = temporaryFolder();
    for (const [name, bytes] of [
      ['a.resnet', 10 ** 8],
      ['b.resnet', gigabytes],
    ] as const) {
      writeFileSync(join(folder, name), '');
      truncateSync(join(folder, name), bytes);
    }
    const { status, stdout } = rnc(['check', '--format', 'json', 'a.resnet', 'b.resnet'], { cwd: folder });
    expect(status).toBe(1);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly (Listed & { message: string })[] };
    expect(diagnostics.map(({ code }) => code)).toEqual(['limit/bytes', 'limit/bytes']);
    expect(diagnostics.map(({ message }) => message).join()).toContain('10,737,418,240 bytes');
  });
});

describe('--limit', () => {
  const bomb = resourceCases.find(({ name }) => name === 'a chain of 49,999 layers')!.text;
  const rows = [
    ['operators=100', 1, 'more than 100 operators'],
    ['operators=50000', 0, ''],
    ['operator=100', 2, 'did you mean `operators`?'],
    ['wonders=100', 2, 'the limits are bytes, tokens'],
    ['operators=many', 2, 'as in --limit operators=200000'],
    ['operators=0', 2, 'as in --limit operators=200000'],
  ] as const;

  it.each(rows)('%s ends with %i and says “%s”', (given, expected, says) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'n.resnet'), bomb);
    const { status, stdout, stderr } = rnc(['check', 'n.resnet', '--limit', given], { cwd: folder });
    expect(status).toBe(expected);
    expect(stdout + stderr).toContain(says);
  });
});

it('10,000 problems are a SARIF file of less than 10 MB', () => {
  const folder = temporaryFolder();
  const lets = Array.from({ length: 10_000 }, (_, index) => `let a${index} = 1\n`).join('');
  writeFileSync(join(folder, 'n.resnet'), `network n {\ninput 3 x 8 x 8\n${lets}relu\n}\n`);
  const { status, stdout } = rnc(['check', 'n.resnet', '--format', 'sarif', '--limit', 'diagnostics=10000'], {
    cwd: folder,
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout).runs[0].results).toHaveLength(10_000);
  expect(stdout.length).toBeLessThan(10 ** 7);
});

it('the page about 100,000 operators is of a size that a browser shows', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'n.resnet'), 'network n {\ninput 3 x 8 x 8\nrepeat i in 100000 { relu }\n}\n');
  const limits = ['--limit', 'operators=200000', '--limit', 'steps=400000'];
  const { status, stdout } = rnc(['report', 'n.resnet', '--format', 'html', ...limits], { cwd: folder });
  expect(status).toBe(0);
  expect(stdout).toContain('</html>');
  expect(stdout.length).toBeLessThan(2 ** 20);
});
