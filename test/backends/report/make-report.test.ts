import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { makeReport } from '../../../src/backends/report/make-report.ts';
import { renderReport } from '../../../src/backends/report/render.ts';
import type { GraphBuilder } from '../../ir/build-graph.ts';
import { buildGraph } from '../../ir/build-graph.ts';
import { reportOf, resnet18, resnet34, resnet50 } from './reports.ts';

const json = { layers: false, width: 80, colour: false };
const schema = new URL('../../../schemas/report.schema.json', import.meta.url);
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(schema, 'utf8')) as object,
);

describe('makeReport', () => {
  it('has the numbers of torchvision and the paper', () => {
    expect(resnet50).toMatchObject({
      network: 'resnet50',
      input: [3, 224, 224],
      output: [1000],
      depth: 50,
      parameters: { trainable: 25_557_032, buffers: 53_120, total: 25_610_152 },
      macs: 4_089_184_256,
      flops: 8_178_368_512,
      receptiveField: 427,
    });
  });

  it('has the rows of the paper’s Table 1', () => {
    expect(
      resnet50.stages.map(({ name, block, repeats, unit, output }) => [name, block, repeats, unit, output]),
    ).toEqual([
      ['stem', null, 1, ['7×7, 64, stride 2', '3×3 max pool, stride 2'], [64, 56, 56]],
      ['layer1', 'bottleneck', 3, ['1×1, 64', '3×3, 64', '1×1, 256'], [256, 56, 56]],
      ['layer2', 'bottleneck', 4, ['1×1, 128', '3×3, 128', '1×1, 512'], [512, 28, 28]],
      ['layer3', 'bottleneck', 6, ['1×1, 256', '3×3, 256', '1×1, 1024'], [1024, 14, 14]],
      ['layer4', 'bottleneck', 3, ['1×1, 512', '3×3, 512', '1×1, 2048'], [2048, 7, 7]],
      ['head', null, 1, ['global average pool', '1000-d fc'], [1000, 1, 1]],
    ]);
  });

  it('gives every layer to one row', () => {
    const sum = (key: 'parameters' | 'macs'): number =>
      resnet34.stages.reduce((total, stage) => total + stage[key], 0);
    expect(sum('parameters')).toBe(21_797_672);
    expect(sum('macs')).toBe(3_663_761_408);
  });

  it('lists layers with their shapes, costs and places', () => {
    expect(resnet18.layers.find(({ path }) => path === 'layer2.0.conv1')).toEqual({
      path: 'layer2.0.conv1',
      op: 'conv',
      input: [[64, 56, 56]],
      output: [128, 28, 28],
      parameters: 73_728,
      macs: 57_802_752,
      source: { file: 'hand-built.resnet', line: 7, column: 3 },
    });
    expect(resnet18.tensors[0]).toEqual({ name: 'conv1.weight', shape: [64, 3, 7, 7], role: 'trainable' });
  });

  it('passes on that a cost is too large to be exact', () => {
    const build = buildGraph('huge', [1, 1 << 20, 1 << 20]);
    build.op('conv', 'conv', { kernel: [3, 3], filters: 1 << 20 });
    const { diagnostics } = makeReport(build.done(), ({ file }) => ({ file, line: 1, column: 1 }));
    expect(diagnostics.map(({ code }) => code)).toEqual(['limit/cost']);
  });
});

describe('rows', () => {
  const rows = (build: GraphBuilder) =>
    reportOf(build.done()).stages.map(({ name, repeats, unit }) => [name, repeats, unit]);
  const pair = (build: GraphBuilder, first: string, second: string, filters: number): void => {
    build.op('conv', first, { kernel: [3, 3], filters });
    build.op('relu', `relu${first}`);
    build.op('conv', second, { kernel: [3, 3], filters });
    build.op('maxpool', `pool${second}`, { kernel: [2, 2], stride: [2, 2] });
  };

  it('end at the pools of a flat network, as in VGG’s table', () => {
    const build = buildGraph('flat', [3, 32, 32]);
    build.within('group', { name: 'features', label: 'features' }, () => {
      pair(build, '0', '2', 64);
      pair(build, '5', '7', 128);
    });
    build.op('linear', 'classifier', { units: 10 });
    expect(rows(build)).toEqual([
      ['features.0', 1, ['(3×3, 64) × 2', '2×2 max pool, stride 2']],
      ['features.5', 1, ['(3×3, 128) × 2', '2×2 max pool, stride 2']],
      ['classifier', 1, ['10-d fc']],
    ]);
  });

  it('open what only holds stages, as in DenseNet', () => {
    const build = buildGraph('dense', [3, 32, 32]);
    build.within('group', { name: 'features', label: 'features' }, () => {
      build.op('conv', 'conv0', { kernel: [3, 3], filters: 8 });
      build.within('block', { name: 'dense_block', label: 'denseblock1' }, () =>
        build.within('repeat', { name: 'repeat', count: 2 }, () => {
          for (const index of [0, 1])
            build.within('copy', { name: 'copy', index }, () =>
              build.within('block', { name: 'dense_layer', label: `denselayer${index + 1}` }, () => {
                const before = build.last();
                build.op('conv', 'conv', { kernel: [3, 3], filters: 4 });
                build.op('concat', 'concat', {}, [before, build.last()]);
              }),
            );
        }),
      );
      build.op('batchnorm', 'norm5');
    });
    expect(rows(build)).toEqual([
      ['features.conv0', 1, ['3×3, 8']],
      ['features.denseblock1', 2, ['3×3, 4']],
      ['features.norm5', 1, ['batchnorm']],
    ]);
    expect(reportOf(build.done()).stages[1]!.block).toBe('dense_layer');
  });

  it('name a block whose paths run in parallel or whose copies differ, without a unit', () => {
    const build = buildGraph('branches', [3, 8, 8]);
    build.within('block', { name: 'inception', label: 'a' }, () =>
      build.within('branches', { name: 'branches' }, () => {
        const left = build.op('conv', 'left', { kernel: [1, 1], filters: 4 }, [0]);
        const right = build.op('conv', 'right', { kernel: [3, 3], filters: 4 }, [0]);
        build.op('concat', 'concat', {}, [left, right]);
      }),
    );
    build.within('stage', { name: 'b', label: 'b', count: 2 }, () => {
      for (const index of [0, 1])
        build.within('block', { name: 'growing', label: `${index}`, index }, () =>
          build.op('conv', 'conv', { kernel: [3, 3], filters: 8 + index }),
        );
    });
    expect(rows(build)).toEqual([
      ['a', 1, []],
      ['b', 2, []],
    ]);
  });

  it('say depthwise, groups and pointwise layers as papers do', () => {
    const build = buildGraph('words', [8, 8, 8]);
    build.op('conv', 'a', { kernel: [7, 7], filters: 8, groups: 8 });
    build.op('conv', 'b', { kernel: [3, 3], filters: 16, groups: 4, dilation: [2, 2], pad: [2, 2, 2, 2] });
    build.op('linear', 'c', { units: 32, pointwise: true });
    expect(rows(build)).toEqual([['a', 1, ['7×7 depthwise, 8', '3×3, 16, 4 groups, dilation 2', '1×1, 32']]]);
  });
});

describe('json', () => {
  it('is valid against its schema, alone and with others', () => {
    const parse = (reports: Parameters<typeof renderReport>[0]): unknown =>
      JSON.parse(renderReport(reports, 'json', json));
    expect(parse([resnet18])).toEqual(resnet18);
    for (const reports of [[resnet18], [resnet18, resnet50]]) {
      validate(parse(reports));
      expect(validate.errors ?? []).toEqual([]);
    }
    expect(validate({ ...resnet18, depth: 1.5 })).toBe(false);
    expect(validate({ ...resnet18, extra: 1 })).toBe(false);
  });

  it('keeps a shape on one line', () => {
    expect(renderReport([resnet18], 'json', json)).toContain('\n  "input": [3, 224, 224],\n');
  });
});
