import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import schema from '../../schemas/diff.schema.json' with { type: 'json' };
import type { Difference } from '../../src/diff/difference.ts';
import { ranges } from '../../src/diff/render/copies.ts';
import { renderDifference } from '../../src/diff/render/index.ts';
import { relative, shorterChange, signed } from '../../src/diff/render/words.ts';
import { readSpec } from '../corpus/specs.ts';
import { readMarkdown } from '../trust/attack/read-markdown.ts';
import { cases } from './cases.ts';
import { differenceOf } from './compared.ts';

const options = { width: 100, colour: false, all: false };
const text = (difference: Difference): string => renderDifference(difference, 'text', options);
const linesBelow = (title: string, output: string): readonly string[] =>
  (output.split(`\n${title}\n`)[1] ?? '').split('\n\n')[0]!.trimEnd().split('\n');
const published = (before: string, after: string): Difference =>
  differenceOf(readSpec(before), readSpec(after));

describe('text', () => {
  test('folds the blocks that a deeper network has more: ResNet-50 and 101 (He et al. 2015, Table 1)', () => {
    const output = text(published('resnet50', 'resnet101'));
    expect(linesBelow('changes', output)).toEqual([
      '~ layer3  6 → 23 × bottleneck(width = 256)  +18,992,128 parameters',
      '+   6–22  17 × bottleneck(width = 256)  18,992,128 parameters',
    ]);
    // 44,549,160 and 25,557,032 are torchvision's.
    expect(output).toMatch(/parameters +25,557,032 +→ +44,549,160 +\+18,992,128 +\+74\.3 %/);
    expect(output).toContain('unchanged: stem, layer1, layer2, layer4, head');
  });

  test('tells what is the same in every block once: ResNeXt (Xie et al. 2016, Table 1)', () => {
    const changes = linesBelow('changes', text(published('resnet50', 'resnext50_32x4d')));
    expect(changes.filter((line) => line.startsWith('~   '))).toEqual(
      [64, 128, 256, 512].flatMap((width) => [
        `~   *.conv1  conv filters ${width} → ${2 * width}`,
        `~   *.conv2  conv filters ${width} → ${2 * width}, groups 1 → 32`,
      ]),
    );
  });

  test('has a few lines for networks with nothing in common', () => {
    const output = text(published('vgg16', 'resnet18'));
    expect(linesBelow('changes', output)).toHaveLength(2);
    expect(linesBelow('shapes', output)).toEqual(['  the two have no operator in common']);
  });

  test('names the shortcuts’ forms: options A and B', () => {
    const output = text(published('resnet18_a', 'resnet18'));
    expect(output.match(/shortcut zero_pad → shortcut projection/g)).toHaveLength(3);
  });

  test('says in words that nothing differs', () => {
    expect(text(published('resnet18', 'resnet18'))).toBe('resnet18  no differences\n');
  });

  test('keeps colours to what they colour', () => {
    const difference = published('resnet18', 'resnet34');
    const coloured = renderDifference(difference, 'text', { ...options, colour: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colours
    expect(coloured.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, '')).toBe(text(difference));
  });

  test('leaves nothing out under --all', () => {
    const difference = published('resnet50', 'resnext50_32x4d');
    const output = renderDifference(difference, 'text', { ...options, all: true });
    const [network] = difference.networks;
    const reshaped = network!.status === 'changed' ? network!.tensors.reshaped : [];
    expect(reshaped.length).toBeGreaterThan(100);
    for (const { before } of reshaped) expect(output).toContain(`reshaped ${before}  `);
  });
});

describe('markdown', () => {
  test('is a heading, a table, a list and details', () => {
    const output = renderDifference(published('resnet18', 'resnet34'), 'markdown', options);
    const { shape, texts } = readMarkdown(output);
    expect(shape).toMatch(/^heading_open heading_close paragraph_open paragraph_close table_open /);
    expect(texts).toContain('resnet18 → resnet34');
    expect(texts).toContain('+10,108,160');
    expect(output.match(/<details/g)).toHaveLength(2);
    expect(output).toContain('```diff\n~ layer1  2 → 3 × basic(width = 64)');
  });

  test('stays below what GitHub takes for a comment', () => {
    for (const [before, after] of [
      ['vgg16', 'resnet152'],
      ['keras_resnet152', 'resnet152'],
      ['densenet121', 'googlenet'],
    ] as const)
      expect(renderDifference(published(before, after), 'markdown', options).length).toBeLessThan(65_536);
  });

  test('says in words that nothing differs', () => {
    const output = renderDifference(published('resnet18', 'resnet18'), 'markdown', options);
    expect(output).toBe('no differences in resnet18\n');
  });
});

describe('json', () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

  test.each(cases)('$name', ({ before, after }) => {
    validate(JSON.parse(renderDifference(differenceOf(before, after), 'json', options)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('of other networks than before', () => {
    const one = (name: string, classes: number): string =>
      `network ${name} { input 3 x 8 x 8; fc: linear ${classes} }\n`;
    const difference = differenceOf(
      one('kept', 2) + one('gone', 3) + one('old', 4) + one('changed', 5),
      one('kept', 2) + one('new', 6) + one('now', 4) + one('changed', 7),
    );
    validate(JSON.parse(renderDifference(difference, 'json', options)));
    expect(validate.errors ?? []).toEqual([]);
    const told = difference.networks.map(({ status, before, after }) => [
      status,
      before?.network,
      after?.network,
    ]);
    expect(told).toEqual([
      ['same', 'kept', 'kept'],
      ['added', undefined, 'new'],
      ['renamed', 'old', 'now'],
      ['changed', 'changed', 'changed'],
      ['removed', 'gone', undefined],
    ]);
    const output = text(difference);
    for (const line of [
      '+ network new  3×8×8 → 6, 1,158 parameters, 1.15 k MACs',
      'old → now  renamed, and nothing else',
      'no differences in kept',
    ])
      expect(output).toContain(line);
  });
});

describe('words', () => {
  test.each([
    [['0', '1', '2'], '0–2'],
    [['0', '2', '3'], '0, 2–3'],
    [['denselayer7', 'denselayer8'], 'denselayer7–8'],
    [['a', 'b'], 'a, b'],
    [['7'], '7'],
  ])('%j is %s', (names, expected) => {
    expect(ranges(names)).toBe(expected);
  });

  test.each([
    ['2 × basic', '3 × basic', '2 → 3 × basic'],
    ['2 × basic', '2 × wide', '2 × basic → wide'],
    ['2 × basic', '3 × wide', '2 × basic → 3 × wide'],
    ['conv', 'conv', 'conv'],
  ])('%s and %s is %s', (before, after, expected) => {
    expect(shorterChange(before, after)).toBe(expected);
  });

  test.each([
    [100, 150, '+50.0 %'],
    [100, 0, '−100 %'],
    [1000, 999, '−0.1 %'],
    [10_000, 10_005, '+0.05 %'],
    [1_000_000, 1_000_001, '< 0.01 %'],
    [0, 5, ''],
    [5, 5, ''],
  ])('from %d to %d is %s', (before, after, expected) => {
    expect(relative(before, after)).toBe(expected);
  });

  test('a difference has its sign', () => {
    expect([signed(1024), signed(-1024), signed(0)]).toEqual(['+1,024', '−1,024', '0']);
  });
});
