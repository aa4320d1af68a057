import { describe, expect, it } from 'vitest';
import { check } from '../src/check.ts';
import { fixInRounds } from '../src/fix-rounds.ts';
import type { Loader } from '../src/linking/program.ts';

const network = (...statements: readonly string[]): string =>
  `network net {\n  input 3 x 8 x 8\n${statements.map((line) => `  ${line}\n`).join('')}}\n`;

/** What `--fix` makes of `net.resnet` and the files beside it. */
function fix(text: string, beside: Readonly<Record<string, string>> = {}) {
  const load: Loader = (path) => {
    const name = path.replace('./', '');
    const there = beside[name];
    return there === undefined
      ? { kind: 'missing', tried: [name] }
      : { kind: 'file', file: { name, text: there } };
  };
  const { result, changed, wouldLeave } = fixInRounds({ name: 'net.resnet', text }, { load }, check);
  const codes = result.diagnostics.map(({ code }) => code);
  return {
    codes,
    wouldLeave,
    files: Object.fromEntries([...changed].map(([name, file]) => [name, file.text])),
  };
}

const unit = (argument: string, shortcut: string): string =>
  [
    'block unit(width: int, stride: int = 1) {',
    '  residual {',
    `    a: conv 3x3, width, ${argument} stride`,
    '    relu',
    '    b: conv 3x3, width',
    `  } shortcut ${shortcut}`,
    '}',
    '',
  ].join('\n');

describe('rounds of fixes', () => {
  it('go on where an edit uncovers errors that the next one mends', () => {
    const calls = network('one: unit(8)', 'two: unit(16, stride = 2)');
    const { codes, files, wouldLeave } = fix(`${unit('strides', 'identity')}${calls}`);
    expect(codes).toEqual([]);
    expect(files).toEqual({ 'net.resnet': `${unit('stride', 'projection')}${calls}` });
    expect(wouldLeave).toBeUndefined();
  });

  it('end where what an edit uncovers cannot be mended, and say how many errors that would be', () => {
    // Once the argument is right, both calls enlarge what no shortcut can follow.
    const block =
      'block unit() {\n  residual { a: conv 3x3, 3, strids 1; upsample 2 } shortcut identity\n}\n';
    const text = `${block}${network('one: unit()', 'two: unit()')}`;
    const { codes, files, wouldLeave } = fix(text);
    expect(files).toEqual({});
    expect(codes).toEqual(['value/unknown-argument']);
    expect(wouldLeave).toBe(2);
  });

  it('see what they mended in an import', () => {
    const beside = (name: string, argument: string): string =>
      `block wide(n: int) {\n  c: ${name} 3x3, n, ${argument} 2\n}\n`;
    const text = `import { wide } from "./blocks.resnet"\n${network('w: wide(8)')}`;
    // The first round mends the operator, the second its argument, which nobody looked at before.
    const { codes, files } = fix(text, { 'blocks.resnet': beside('cnv', 'strid') });
    expect(codes).toEqual([]);
    expect(files).toEqual({ 'blocks.resnet': beside('conv', 'stride') });
  });
});
