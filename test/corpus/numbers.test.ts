import { expect, test } from 'vitest';
import { report } from '../../src/index.ts';
import { publishedNumbers } from './published-numbers.ts';
import { readSpec, specNames } from './specs.ts';

test('every spec has its published numbers beside it', () => {
  expect(Object.keys(publishedNumbers).sort()).toEqual(specNames());
});

test.each(Object.entries(publishedNumbers))('%s costs what its source says', (name, published) => {
  const { reports } = report(readSpec(name));
  expect(reports.map(({ network }) => network)).toEqual([name]);
  const { parameters, macs, depth, receptiveField } = reports[0]!;
  const counted = {
    parameters: parameters.trainable,
    buffers: parameters.buffers,
    macs,
    depth,
    receptiveField,
  };
  expect(counted).toMatchObject(published);
});

test('the last feature map of every stage of ResNet-50 has the size of the paper’s Table 1', () => {
  const { stages } = report(readSpec('resnet50')).reports[0]!;
  expect(stages.map(({ name, output }) => [name, ...output])).toEqual([
    ['stem', 64, 56, 56],
    ['layer1', 256, 56, 56],
    ['layer2', 512, 28, 28],
    ['layer3', 1024, 14, 14],
    ['layer4', 2048, 7, 7],
    ['head', 1000, 1, 1],
  ]);
});
