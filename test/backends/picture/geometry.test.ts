import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawNetwork } from '../../../src/backends/picture/index.ts';
import { textWidth } from '../../../src/backends/picture/layout/text-width.ts';
import { check } from '../../../src/index.ts';
import { readSpec, specNames } from '../../corpus/specs.ts';
import { structures } from '../structures.ts';
import { faultsOf } from './geometry.ts';
import { readSvg } from './read-svg.ts';

/** Values that are read from afar, which make lines beside a column or a layered graph. */
const drawings: Readonly<Record<string, string>> = {
  'a U-Net': `
    block double(width: int) { 0: conv 3x3, width; 1: batchnorm; relu; 3: conv 3x3, width; 4: batchnorm; relu }
    network case { input 3 x 64 x 64
      down1: double(8); maxpool 2x2; down2: double(16); maxpool 2x2; middle: double(32)
      upsample 2; concat down2; up2: double(16); upsample 2; concat down1; up1: double(8); out: conv 1x1, 2 }`,
  'no chain': `
    network case { input 3 x 32 x 32
      a: conv 3x3, 16; b: conv 3x3, 16; c: conv 1x1, 32; from a; d: conv 5x5, 16; e: relu; concat b, c; f: conv 1x1, 16
      from a; g: conv 3x3, 16; h: conv 3x3, 16; add f, d, a; from h; u: conv 7x7, 8; avgpool global; fc: linear 10 }`,
  'paths that start elsewhere': `
    network case { input 3 x 32 x 32
      residual { k: conv 3x3, 3; relu; m: conv 3x3, 3
        branches add { path { from k; p: conv 3x3, 3 } path {} path { from m } } } shortcut { from k; 0: conv 1x1, 3 } }`,
  'every value joined with all before it': `
    network case { input 3 x 8 x 8; ${Array.from({ length: 40 }, (_, at) => `v${at}: conv 1x1, 3${at > 1 ? `; add ${Array.from({ length: at - 1 }, (_, to) => `v${to}`).join(', ')}` : ''}`).join('; ')} }`,
};

const faultsIn = (text: string, options: Parameters<typeof drawNetwork>[1] = {}): readonly string[] => {
  const { networks, diagnostics } = check({ name: 'case.resnet', text });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return networks.flatMap((graph) => faultsOf(readSvg(drawNetwork(graph, options).value)));
};

describe('nothing lies over another thing, leaves its frame or the page', () => {
  it.each(specNames())('%s', (name) => expect(faultsIn(readSpec(name).text)).toEqual([]));
  it.each(Object.entries({ ...structures, ...drawings }))('%s', (_, text) =>
    expect(faultsIn(text)).toEqual([]),
  );
  it.each(['resnet18', 'densenet121', 'googlenet', 'seresnet50'])('%s in other shapes', (name) => {
    const { text } = readSpec(name);
    expect(faultsIn(text, { columns: 1 })).toEqual([]);
    expect(faultsIn(text, { columns: 4 })).toEqual([]);
    expect(faultsIn(text, { unfold: true })).toEqual([]);
  });
});

describe('a text takes no more room than is kept for it', () => {
  beforeAll(() =>
    initWasm(readFileSync(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm')))),
  );
  const font = (file: string): Uint8Array =>
    readFileSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}.ttf`)));
  const fonts = [font('400Regular/Inter_400Regular'), font('600SemiBold/Inter_600SemiBold')];

  it.each([
    ['3×3 conv, 512, /2', 'regular'],
    ['global avg pool', 'regular'],
    ['MMMM wwww %%%% @@@@ ÄÖÜ', 'regular'],
    ['features.denseblock1', 'bold'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 _-.,:;', 'bold'],
  ] as const)('%s, %s, as Inter draws it', (text, weight) => {
    const style = weight === 'bold' ? 'font-weight="600"' : '';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="40"><text y="30" font-size="20" ${style}>${text}</text></svg>`;
    const options = { font: { fontBuffers: fonts, defaultFontFamily: 'Inter' } };
    const { width } = new Resvg(svg, options).getBBox()!;
    expect(width).toBeGreaterThan(50);
    expect(width).toBeLessThanOrEqual(textWidth(text, 20, weight));
  });
});
