import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { check } from '../../src/check.ts';
import { compile, drawNetwork } from '../../src/index.ts';
import { readSvg } from '../backends/picture/read-svg.ts';
import { folderOfGoodAndBad, good } from './classifier.ts';
import { rnc } from './run-cli.ts';

let folder: string;
beforeEach(() => {
  folder = folderOfGoodAndBad();
});
const run = (...args: readonly string[]) => rnc(['picture', ...args], { cwd: folder });
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const [graph] = check({ name: 'good.resnet', text: good }).networks;

describe('rnc picture', () => {
  test('prints what the library draws', () => {
    const { stdout, stderr, status } = run('good.resnet');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(drawNetwork(graph!).value);
    readSvg(stdout);
  });

  test('is a target of rnc compile', () => {
    const { files } = compile({ name: 'good.resnet', text: good }, { target: 'picture' });
    expect(files).toEqual([{ path: `${graph!.name}.svg`, content: drawNetwork(graph!).value }]);
  });

  test.each([
    ['a.svg', /^<svg /],
    ['a.mmd', /^flowchart TB\n/],
    ['a.GV', /^digraph "/],
  ])('writes %s by its ending', (name, beginning) => {
    const { stdout, stderr, status } = run('good.resnet', '-o', name);
    expect([status, stdout, stderr]).toEqual([0, '', `rnc: drew ${graph!.name} to ${name}\n`]);
    expect(read(name)).toMatch(beginning);
  });

  test('writes a PNG, in another folder too', () => {
    expect(run('good.resnet', '-o', 'new/a.png', '--theme', 'dark').status).toBe(0);
    const { width, height } = PNG.sync.read(readFileSync(join(folder, 'new/a.png')));
    expect(Math.min(width, height)).toBeGreaterThan(400);
  });

  test('tells apart what it is told', () => {
    const drawn = [
      [],
      ['--theme', 'light'],
      ['--theme', 'dark'],
      ['--columns', '2'],
      ['--input-shape', '3x64x64'],
    ];
    const written = drawn.map((flags) => run('good.resnet', ...flags).stdout);
    expect(new Set(written).size).toBe(drawn.length);
  });

  test('draws every block with --unfold', () => {
    writeFileSync(
      join(folder, 'deep.resnet'),
      'import { basic } from "std/residual"\nnetwork deep { input 16 x 8 x 8; a: stage 5 x basic(16) }\n',
    );
    const residuals = (...flags: readonly string[]): number =>
      readSvg(run('deep.resnet', ...flags).stdout).groups.filter(({ kind }) => kind === 'residual').length;
    expect([residuals(), residuals('--unfold')]).toEqual([1, 5]);
  });

  test.each<[string, readonly string[], number, RegExp]>([
    ['a spec with errors', ['bad.resnet'], 1, /error\[/],
    [
      'a theme of Mermaid',
      ['good.resnet', '--format', 'mermaid', '--theme', 'dark'],
      2,
      /--theme is for svg and png/,
    ],
    ['columns of DOT', ['good.resnet', '-o', 'a.dot', '--columns', '2'], 2, /--columns is for svg and png/],
    ['no columns', ['good.resnet', '--columns', '0'], 2, /whole number from 1 to 100/],
    ['another format', ['good.resnet', '--format', 'pdf'], 2, /svg, png, mermaid, dot/],
    ['the spec as output', ['good.resnet', '-o', 'good.resnet'], 2, /is an input of this command/],
    ['a folder as output', ['good.resnet', '-o', 'there'], 2, /not a regular file/],
  ])('%s', (_, args, code, message) => {
    mkdirSync(join(folder, 'there'));
    const { status, stdout, stderr } = run(...args);
    expect(stderr).toMatch(message);
    expect([status, stdout]).toEqual([code, '']);
    expect(read('good.resnet')).toBe(good);
  });
});
