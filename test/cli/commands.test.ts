import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { folderOfGoodAndBad, good } from './classifier.ts';
import { environment, program, rnc } from './run-cli.ts';

let folder: string;
beforeEach(() => {
  folder = folderOfGoodAndBad();
});
const run = (
  args: readonly string[],
  more: { input?: string | Uint8Array; environment?: NodeJS.ProcessEnv } = {},
) => rnc(args, { cwd: folder, ...more });

describe('the command line', () => {
  test.each<[string, readonly string[], number, RegExp]>([
    ['no arguments', [], 2, /Usage: rnc/],
    ['an unknown command', ['chek'], 2, /Did you mean check\?/],
    ['an unknown flag', ['check', '--fromat', 'json', 'good.resnet'], 2, /Did you mean --format\?/],
    ['an unknown format', ['check', '--format', 'xml', 'good.resnet'], 2, /human, json, sarif, github/],
    ['an unknown target', ['compile', 'good.resnet', '--target', 'foo'], 2, /tfjs/],
    ['no target', ['compile', 'good.resnet'], 2, /--target/],
    ['no file', ['check'], 2, /missing required argument 'file'/],
    ['two files to compile', ['compile', 'a', 'b', '--target', 'tfjs'], 2, /too many arguments/],
    [
      'a file that is not there',
      ['check', 'gone.resnet'],
      2,
      /cannot read gone\.resnet: there is no such file/,
    ],
    ['a file with another name', ['check', 'good.resent'], 2, /did you mean good\.resnet\?/],
    ['a file without its ending', ['check', 'good'], 2, /did you mean good\.resnet\?/],
    ['a folder', ['check', '.'], 2, /cannot read \.: it is a folder/],
    ['a device', ['check', '/dev/zero'], 2, /it is a device \(`-` reads standard input\)/],
    ['a name that looks like a flag', ['check', '--', '-rf'], 2, /cannot read -rf/],
    ['a setting without a value', ['check', '--set', 'classes', 'good.resnet'], 2, /name=value/],
    ['a setting twice', ['check', '--set', 'a=1', '--set', 'a=2', 'good.resnet'], 2, /set twice/],
    [
      'a wrong input shape',
      ['check', '--input-shape', '3x0x8', 'good.resnet'],
      2,
      /channels x height x width/,
    ],
    ['standard input twice', ['check', '-', '-'], 2, /only once/],
    ['mending standard input', ['check', '-', '--fix'], 2, /--fix cannot change standard input/],
    ['watching standard input', ['check', '-', '--watch'], 2, /--watch cannot watch standard input/],
    [
      'weights and a seed',
      ['compile', 'good.resnet', '--target', 'tfjs', '--weights', 'w', '--seed', '1'],
      2,
      /cannot be used/,
    ],
    [
      'a seed below 0',
      ['compile', 'good.resnet', '--target', 'tfjs', '--seed', '-1'],
      2,
      /whole number from 0/,
    ],
    [
      'weights that are not there',
      ['compile', 'good.resnet', '--target', 'tfjs', '--weights', 'w.safetensors'],
      2,
      /cannot read w\.safetensors/,
    ],
    ['a broken spec', ['compile', 'bad.resnet', '--target', 'tfjs'], 1, /bad\.resnet:5:3/],
    ['a report on a broken spec', ['report', 'bad.resnet'], 1, /bad\.resnet:5:3/],
    ['an unknown shell', ['completions', 'tcsh'], 2, /bash, zsh, fish/],
    ['init over a file', ['init', 'good'], 2, /cannot write good\.resnet: it exists already/],
    ['init with a path', ['init', '../evil'], 2, /letters, digits/],
  ])('%s', (_, args, status, message) => {
    const result = run(args);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
    expect(result.stdout).toBe('');
    expect(result.status).toBe(status);
    expect(readdirSync(folder).sort()).toEqual(['bad.resnet', 'good.resnet']);
  });

  test.each([['--version'], ['--help'], ['help'], ['help', 'compile'], ['check', '--help']])(
    'rnc %s %s',
    (...args) => {
      const { status, stdout, stderr } = run(args);
      expect(stderr).toBe('');
      expect(stdout).not.toBe('');
      expect(status).toBe(0);
    },
  );

  test('every command’s help has examples and exit codes', () => {
    for (const command of ['check', 'compile', 'report', 'run']) {
      expect(run(['help', command]).stdout, command).toMatch(/Examples:[\s\S]*Exit codes: 0/);
    }
  });
});

describe('compile', () => {
  test('writes the folder and says so on standard error', () => {
    const { status, stdout, stderr } = run(['compile', 'good.resnet', '--target', 'tfjs', '-o', 'out']);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/wrote \d+ files to out: .*small\.js/);
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'out'))).toEqual(
      expect.arrayContaining(['.rnc.json', 'small.js', 'package.json', 'README.md']),
    );
    expect(existsSync(join(folder, 'out/small.weights.safetensors'))).toBe(false);
  });

  test('the same bytes from every working folder, locale and time', () => {
    const bytes = (cwd: string, file: string, out: string, environment: NodeJS.ProcessEnv): string => {
      const { status } = rnc(['compile', file, '--target', 'tfjs', '--seed', '3', '-o', out], {
        cwd,
        environment,
      });
      expect(status).toBe(0);
      const paths = readdirSync(join(cwd, out), { recursive: true, encoding: 'utf8' }).sort();
      const files = paths.filter((path) => path.includes('.'));
      return files.map((path) => `${path}\n${readFileSync(join(cwd, out, path), 'latin1')}`).join('\n');
    };
    mkdirSync(join(folder, 'elsewhere'));
    const here = bytes(folder, 'good.resnet', 'a', {});
    const there = bytes(join(folder, 'elsewhere'), '../good.resnet', 'b', {
      TZ: 'UTC-9',
      LANG: 'tr_TR.UTF-8',
    });
    expect(there).toBe(here);
    expect(here).not.toContain(folder);
  });

  test('refuses another’s folder and its own input', () => {
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out/thesis.txt'), 'years');
    const { status, stderr } = run(['compile', 'good.resnet', '--target', 'tfjs', '-o', 'out']);
    expect(status).toBe(2);
    expect(stderr).toContain('rnc did not write it');
    expect(readdirSync(join(folder, 'out'))).toEqual(['thesis.txt']);
  });

  test('an interrupt leaves no half of a folder', async () => {
    // Large enough that the signal comes while the weights are made or written.
    writeFileSync(join(folder, 'big.resnet'), good.replace('linear 10', 'linear 4000000'));
    const child = spawn(
      process.execPath,
      [program, 'compile', 'big.resnet', '--target', 'tfjs', '--seed', '0', '-o', 'out'],
      {
        cwd: folder,
        env: environment,
      },
    );
    const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
    const end = Date.now() + 20_000;
    const begun = (): boolean => readdirSync(folder).some((name) => name.startsWith('.out.rnc-'));
    while (!begun() && child.exitCode === null && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill('SIGINT');
    await exited;
    const left = readdirSync(folder).sort();
    if (left.includes('out')) expect(readdirSync(join(folder, 'out'))).toContain('.rnc.json');
    expect(left.filter((name) => name.includes('rnc-'))).toEqual([]);
  });

  test('several networks want a choice', () => {
    writeFileSync(join(folder, 'two.resnet'), `${good}${good.replace('small', 'other')}`);
    const { status, stderr } = run(['compile', 'two.resnet', '--target', 'tfjs']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/small[\s\S]*other/);
    expect(run(['compile', 'two.resnet', '--target', 'tfjs', '--network', 'other', '-o', 'o']).status).toBe(
      0,
    );
    expect(readdirSync(join(folder, 'o'))).toContain('other.js');
  });
});

test('init writes a spec that has no problems', () => {
  expect(run(['init', 'mine']).status).toBe(0);
  const { status, stdout } = run(['check', 'mine.resnet']);
  expect(stdout).toBe('mine.resnet: no problems (mine)\n');
  expect(status).toBe(0);
});

test('report prints a table, or JSON of one network or several', () => {
  expect(run(['report', 'good.resnet']).stdout).toContain('small');
  const one = JSON.parse(run(['report', 'good.resnet', '--format', 'json']).stdout);
  // 3·4·9 weights of the convolution with its bias of 4 left out, 2·4 of the batchnorm, 4·10 + 10 of the linear layer.
  expect(one.parameters.trainable).toBe(108 + 8 + 50);
  expect(JSON.parse(run(['report', 'good.resnet', 'good.resnet', '--format', 'json']).stdout)).toHaveLength(
    2,
  );
});
