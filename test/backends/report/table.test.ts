import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../src/backends/report/render.ts';
import type { Report } from '../../../src/backends/report/report.ts';
import { resnet18, resnet34, resnet50 } from './reports.ts';

const plain = { layers: false, width: 80, colour: false };
const lines = (reports: readonly Report[], options = plain): readonly string[] =>
  renderReport(reports, 'table', options).split('\n');

describe('table', () => {
  it('draws the paper’s brackets, with exact parameters and MACs to three digits', () => {
    const text = renderReport([resnet50], 'table', plain);
    expect(text).toMatch(/^resnet50 {2}3×224×224 → 1000\n/);
    expect(text).toMatch(
      /layer1 +256×56×56 +⎡ 1×1, 64 {2}⎤ +215,808 +668 M\n +⎢ 3×3, 64 {2}⎥ × 3\n +⎣ 1×1, 256 ⎦\n/,
    );
    expect(text).toMatch(/MACs +4,089,184,256 +4\.09 G/);
    expect(text).toContain('1 MAC = 2 FLOPs');
  });

  it('puts three networks side by side in 80 columns, the others below', () => {
    const rendered = lines([resnet18, resnet34, resnet50, resnet18]);
    expect(rendered[0]!.trim().split(/\s+/)).toEqual(['resnet18', 'resnet34', 'resnet50']);
    expect(
      rendered.filter((line) => /^parameters/.test(line)).map((line) => line.split(/\s+/).slice(1)),
    ).toEqual([['11,689,512', '21,797,672', '25,557,032'], ['11,689,512']]);
  });

  it('aligns stages by name and leaves a dash where a network has none', () => {
    const without: Report = {
      ...resnet18,
      network: 'short',
      stages: resnet18.stages.filter(({ name }) => name !== 'layer3'),
    };
    const rendered = lines([without, resnet34]);
    expect(rendered.find((line) => line.startsWith('layer3'))).toMatch(/^layer3 +– +⎡ 3×3, 256 ⎤ × 6$/);
    expect(rendered.findIndex((line) => line.startsWith('layer3'))).toBeLessThan(
      rendered.findIndex((line) => line.startsWith('layer4')),
    );
  });

  it.each([60, 80, 120])('keeps to %i columns', (width) => {
    const long = { ...resnet18, network: 'n'.repeat(30) };
    for (const reports of [[resnet50], [long, resnet50]])
      for (const line of lines(reports, { layers: width >= 80, width, colour: false }).slice(1))
        expect(stringWidth(line), line).toBeLessThanOrEqual(width);
  });

  it('lists layers on request and keeps the end of a long path', () => {
    const [first, ...others] = resnet18.layers;
    const path = `${'outer.'.repeat(20)}conv1`;
    const deep: Report = { ...resnet18, layers: [{ ...first!, path }, ...others] };
    expect(lines([deep], { ...plain, layers: true }).find((line) => line.includes('118,013,952'))).toMatch(
      /^….*outer\.conv1 /,
    );
    expect(lines([deep]).join('\n')).not.toContain('outer.conv1');
  });

  it('colours on request only', () => {
    expect(renderReport([resnet50], 'table', plain)).not.toContain('\u001b[');
    expect(renderReport([resnet50], 'table', { ...plain, colour: true })).toContain(
      '\u001b[1mresnet50\u001b[22m',
    );
  });

  it('lets no escape sequence through', () => {
    const hostile: Report = {
      ...resnet18,
      network: 'a\u001b[2Jb\u202e',
      stages: resnet18.stages.map((stage) => ({ ...stage, name: '\u009b31m' })),
    };
    for (const reports of [[hostile], [hostile, resnet18]])
      expect(renderReport(reports, 'table', { ...plain, layers: true })).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
  });
});
