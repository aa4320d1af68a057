import { describe, expect, it } from 'vitest';
import { percentage, short, shortBytes } from '../../../src/backends/quantities.ts';
import { reportFiles } from '../../../src/backends/report/files.ts';
import { renderReport } from '../../../src/backends/report/render.ts';
import type { Report, ReportFormat } from '../../../src/backends/report/report.ts';
import { escapeHtml, escapeMarkdown } from '../../../src/emission/escape.ts';
import { resnet18, resnet34, resnet50 } from './reports.ts';

const all = { layers: true, width: 80, colour: false };
const render = (reports: readonly Report[], format: ReportFormat): string =>
  renderReport(reports, format, all);

const nasty = '<script>|`*[x](y)\u2028\n# "\'&';
const hostile: Report = {
  ...resnet18,
  network: nasty,
  stages: resnet18.stages.map((stage) => ({ ...stage, name: nasty, block: nasty, unit: [nasty] })),
  layers: resnet18.layers.map((layer) => ({ ...layer, path: nasty })),
};

describe('html', () => {
  it('says what the table says', () => {
    const html = render([resnet50], 'html');
    for (const text of [
      '25,557,032',
      '4,089,184,256',
      '4.09 G',
      '102 MB',
      '58.6%',
      '1×1, 2048',
      '× 6',
      'layer3.5.bn3',
    ])
      expect(html).toContain(text);
  });

  it('needs nothing from elsewhere and runs no script', () => {
    for (const reports of [[resnet50], [resnet18, resnet34]])
      expect(render(reports, 'html')).not.toMatch(/https?:|src=|url\(|@import|<script|<link/);
  });

  it('closes every element it opens', () => {
    for (const reports of [[resnet50], [resnet18, resnet34, hostile]]) {
      const open: string[] = [];
      for (const [, slash, name] of render(reports, 'html').matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
        if (['meta', 'br'].includes(name!)) continue;
        if (slash) expect(open.pop()).toBe(name);
        else open.push(name!);
      }
      expect(open).toEqual([]);
    }
  });

  it('shows text from a spec as text', () => {
    for (const reports of [[hostile], [hostile, resnet18]]) {
      expect(render(reports, 'html')).not.toContain('<script');
      expect(render(reports, 'html')).toContain('&lt;script&gt;');
    }
    expect(escapeHtml(`"'&\u0000`)).toBe('&quot;&#39;&amp;\ufffd');
  });
});

describe('markdown', () => {
  it('has as many cells in each row as in its head', () => {
    for (const reports of [[resnet50], [resnet18, resnet34], [hostile], [hostile, resnet18]]) {
      let cells = 0;
      for (const line of render(reports, 'markdown').split('\n')) {
        const count = line.match(/(?<!\\)\|/g)?.length ?? 0;
        if (count === 0 || cells === 0) cells = count;
        expect(count, line).toBe(cells);
      }
    }
  });

  it('writes a row of Table 1', () => {
    expect(render([resnet50], 'markdown')).toContain(
      '| layer1 | 256×56×56 | (1×1, 64 / 3×3, 64 / 1×1, 256) × 3 | 215,808 | 668 M |',
    );
  });

  it('leaves names readable and takes meaning from marks', () => {
    expect(escapeMarkdown('resnext50_32x4d')).toBe('resnext50_32x4d');
    expect(escapeMarkdown('_a_ `b` |')).toBe('\\_a\\_ \\`b\\` \\|');
  });
});

describe('csv', () => {
  it('has a header and a row for each layer, with CRLF', () => {
    const rows = render([resnet18, resnet34], 'csv').split('\r\n');
    expect(rows[0]).toBe('network,path,op,input,output,parameters,macs,file,line,column');
    expect(rows[1]).toBe('resnet18,conv1,conv,3×224×224,64×112×112,9408,118013952,hand-built.resnet,7,3');
    expect(rows).toHaveLength(1 + resnet18.layers.length + resnet34.layers.length + 1);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['@sum', "'@sum"],
    ['-2', "'-2"],
    ['+2', "'+2"],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['=a,b', '"\'=a,b"'],
  ])('writes %j as %s', (path, expected) => {
    const [first] = resnet18.layers;
    const text = render([{ ...resnet18, layers: [{ ...first!, path }] }], 'csv');
    expect(text.split('\r\n')[1]).toBe(
      `resnet18,${expected},conv,3×224×224,64×112×112,9408,118013952,hand-built.resnet,7,3`,
    );
  });
});

describe('quantities', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.00 k'],
    [9_994, '9.99 k'],
    [9_996, '10.0 k'],
    [99_960, '100 k'],
    [999_499, '999 k'],
    [999_500, '1.00 M'],
    [1_814_073_344, '1.81 G'],
    [22_753_050_624, '22.8 G'],
    [9_007_199_254_740_991, '9.01 P'],
  ])('writes %i as %s', (count, text) => {
    expect(short(count)).toBe(text);
  });

  it('writes bytes and shares', () => {
    expect([shortBytes(512), shortBytes(102_440_608), percentage(1, 3), percentage(0, 0)]).toEqual([
      '512 B',
      '102 MB',
      '33.3%',
      '0.0%',
    ]);
  });
});

describe('reportFiles', () => {
  it('are the network’s report in four formats', () => {
    expect(reportFiles(resnet18).map(({ path, text }) => [path, text.length > 1000])).toEqual(
      ['json', 'md', 'html', 'csv'].map((ending) => [`resnet18.report.${ending}`, true]),
    );
  });
});
