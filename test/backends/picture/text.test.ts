import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { renderDot } from '../../../src/backends/picture/dot.ts';
import { renderMermaid } from '../../../src/backends/picture/mermaid.ts';
import { makePicture } from '../../../src/backends/picture/model/make-picture.ts';
import type { Item, Picture, Sequence } from '../../../src/backends/picture/model/picture.ts';
import { renderSvg } from '../../../src/backends/picture/svg.ts';
import { themes } from '../../../src/backends/picture/theme.ts';
import { drawPng } from '../../../src/cli/draw-png.ts';
import { check } from '../../../src/index.ts';
import { readSpec } from '../../corpus/specs.ts';
import { hostileTexts } from '../../trust/attack/hostile-text.ts';
import { readSvg } from './read-svg.ts';

const pictureOf = (name: string): Picture =>
  makePicture(check(readSpec(name)).networks[0]!, { unfold: false }).value;
const svgOf = (picture: Picture, theme: 'auto' | 'light' | 'dark' = 'auto'): string =>
  renderSvg(picture, { theme, columns: undefined });

/** The language has no such names; whoever makes a picture otherwise may. */
function withText(picture: Picture, text: string): Picture {
  const sequence = (of: Sequence): Sequence => ({ ...of, items: of.items.map(item) });
  const item = (of: Item): Item => {
    switch (of.kind) {
      case 'row':
        return { ...of, name: text, words: text, after: of.after.map(() => text) };
      case 'join':
        return { ...of, name: text, after: of.after.map(() => text) };
      case 'residual':
        return {
          ...of,
          name: text,
          path: sequence(of.path),
          around: { ...of.around, steps: sequence(of.around.steps) },
        };
      case 'gate':
        return { ...of, name: text, body: sequence(of.body) };
      case 'fork':
        return { ...of, name: text, paths: of.paths.map(sequence) };
      case 'copies':
        return { ...of, name: text, lastName: text, body: sequence(of.body) };
      case 'frame':
        return { ...of, name: text, title: text, words: text, body: sequence(of.body) };
    }
  };
  return { ...picture, name: text, documentation: text, body: sequence(picture.body) };
}

/** With one of each thing that holds a text. */
const [small] = check({
  name: 'small.resnet',
  text: `import { se_bottleneck } from "std/residual"
    network small { input 3 x 16 x 16
      stem { conv1: conv 3x3, 8; bn1: batchnorm; relu }
      a: stage 3 x se_bottleneck(4)
      branches concat { path { left: conv 1x1, 4 } path { right: conv 3x3, 4; relu } path {} }
      head { avgpool global; fc: linear 10 } }`,
}).networks;
const plain = makePicture(small!, { unfold: false }).value;
const documented = pictureOf('resnet18_a');
const random = fc.sample(fc.string({ unit: 'binary', maxLength: 20 }), { numRuns: 30, seed: 1 });
const texts = [...hostileTexts, '\ufffe\uffff', ...random].filter((text) => text.trim() !== '');

/** What does not show itself is U+FFFD, as in every document that rnc writes; of long texts the ends are left. */
const shown = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu,
    '\ufffd',
  );

describe('hostile texts', () => {
  it('are texts of an SVG, whose elements are those of any other', () => {
    // Breaks into columns follow from widths, which are those of the text.
    const draw = (text: string): string => renderSvg(withText(plain, text), { theme: 'auto', columns: 1 });
    // Groups that only move what is in them come and go with its place.
    const elements = (skeleton: readonly string[]): readonly string[] =>
      skeleton
        .filter((element) => !/^(path\b|g$|g transform$)/.test(element))
        .map((element) => element.replace(' transform', ''));
    // Above a narrow picture the totals take two lines.
    const expected = ['plain', 'plain '.repeat(20)].map((text) => elements(readSvg(draw(text)).skeleton));
    for (const text of texts) {
      const { skeleton, words } = readSvg(draw(text));
      expect(expected, JSON.stringify(text)).toContainEqual(elements(skeleton));
      expect(
        words.some((word) => word === shown(text)),
        JSON.stringify(text),
      ).toBe(true);
    }
  });

  it('stay in their strings in Mermaid and DOT', () => {
    const strings = /"(?:[^"\\]|\\.)*"/g;
    const withoutStrings = (written: string): string => written.replace(strings, '""');
    const benign = withText(plain, 'plain');
    const [mermaid, dot] = [renderMermaid(benign), renderDot(benign)].map(withoutStrings);
    for (const text of texts) {
      const picture = withText(plain, text);
      const written = renderMermaid(picture);
      // Mermaid knows no escapes in a string: a quotation mark ends it.
      expect(written.replace(/"[^"]*"/g, '""'), JSON.stringify(text)).toBe(mermaid);
      expect(withoutStrings(renderDot(picture)), JSON.stringify(text)).toBe(dot);
    }
  });
});

/** WCAG 2.2: relative luminance, and the ratio of two. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

it('the ratio of black and white is 21', () => expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5));

describe.each(Object.entries(themes))('contrast, %s', (_, { text, muted, flow, boxes, maps }) => {
  it('of text is at least 4.5', () => {
    for (const { fill } of Object.values(boxes)) {
      expect(contrast(text, fill)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(muted, fill)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('of lines and borders is at least 3', () => {
    const grounds = [boxes.page.fill, boxes.frame.fill];
    for (const ground of grounds) expect(contrast(flow, ground)).toBeGreaterThanOrEqual(3);
    for (const [style, { line }] of [...Object.entries(boxes), ...Object.entries(maps)])
      if (style !== 'page')
        for (const ground of grounds) expect(contrast(line, ground), style).toBeGreaterThanOrEqual(3);
  });
});

describe('an SVG', () => {
  it('needs nothing from elsewhere, and runs nothing', () => {
    const svg = svgOf(documented);
    expect(svg).not.toMatch(/<script|href|url\(|@import|foreignObject|\son\w+=|style="/);
    expect(svg.match(/http[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  it('says what it is to those who do not see it', () => {
    const { words } = readSvg(svgOf(documented));
    expect(words[0]).toBe('resnet18_a');
    expect(words[1]).toContain('ResNet-18 with option A of He et al. 2015');
    expect(words[1]).toContain('layer3, 2 × basic');
    expect(svgOf(documented)).toContain(
      'role="img" aria-labelledby="rnc-resnet18_a-title rnc-resnet18_a-description"',
    );
  });

  it('is the same text each time, and dark where the reader wants it', () => {
    expect(svgOf(pictureOf('resnet18_a'))).toBe(svgOf(documented));
    expect(svgOf(documented, 'auto')).toContain('@media (prefers-color-scheme: dark)');
    expect(svgOf(documented, 'light')).not.toContain('@media');
    expect(svgOf(documented, 'dark')).toContain(themes.dark.boxes.page.fill);
    expect(svgOf(documented, 'dark')).not.toContain(themes.light.boxes.page.fill);
  });
});

it('a PNG shows the same, with letters and in the theme’s colours', async () => {
  const network = pictureOf('vgg16');
  for (const theme of ['light', 'dark'] as const) {
    const svg = svgOf(network, theme);
    const { width, height, data } = PNG.sync.read(Buffer.from(await drawPng(svg)));
    const page = readSvg(svg);
    expect([width, height]).toEqual([Math.round(2 * page.width), Math.round(2 * page.height)]);
    const colourAt = (x: number, y: number): string =>
      `#${data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3).toString('hex')}`;
    expect(colourAt(2, 2)).toBe(themes[theme].boxes.page.fill);
    // The network's name, in the upper left corner: nothing stands there without a font.
    const title = new Set<string>();
    for (let x = 48; x < 150; x += 1) for (let y = 40; y < 80; y += 1) title.add(colourAt(x, y));
    expect(title).toContain(themes[theme].text);
    const box = page.shapes.find(({ style }) => style === 'convolution')!;
    expect(colourAt(Math.round(2 * box.x + 8), Math.round(2 * box.y + 8))).toBe(
      themes[theme].boxes.convolution.fill,
    );
  }
});
