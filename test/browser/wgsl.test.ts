import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluationTransform, imagenet } from '../../src/data/preprocess.ts';
import { check } from '../../src/index.ts';
import { tensorsOf } from '../../src/ir/graph.ts';
import { referenceOutput } from '../../src/reference/run.ts';
import { matchWeights } from '../../src/weights/match.ts';
import { readSafetensors } from '../../src/weights/safetensors.ts';
import { readSpec } from '../backends/tfjs/run-spec.ts';
import { emit, relativeError } from '../backends/wgsl/emitted.ts';
import { type ForwardResult, hasTorch, torchvisionForward } from '../oracles/python.ts';
import { hasChromium, launch, serve } from './chromium.ts';

interface Answer {
  readonly program: string;
  readonly architecture: string;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** What a user's page does. */
const program = `async ({ network, options, input }) => {
  const { load } = await import('./' + network + '.js');
  const loaded = await load(options);
  const { data, shape } = await loaded.run(new Float32Array(input));
  const answer = { program: loaded.program, architecture: loaded.adapter.architecture, shape, data: [...data] };
  loaded.dispose();
  return answer;
}`;

function networkOf(spec: string, { weights, input }: ForwardResult) {
  const [batch, channels, height, width] = input.shape as [number, number, number, number];
  const inputShape = [channels, height, width] as const;
  const source = readSpec(spec);
  const [graph] = check(source, { network: spec, inputShape }).networks;
  const found = readSafetensors(weights);
  if (graph === undefined || 'code' in found) throw new Error(`${spec} cannot be compiled`);
  const { tensors, problems } = matchWeights(tensorsOf(graph), found);
  if (tensors === undefined) throw new Error(JSON.stringify(problems));
  return { source, graph, options: { network: spec, inputShape, weights: tensors, batch } };
}

async function open(browser: Browser, { files }: ReturnType<typeof emit>) {
  const served = new Map(files.map(({ path, content }) => [`/${path}`, content]));
  const { origin, close } = await serve(served);
  const page = await browser.newPage();
  await page.goto(`${origin}/index.html`);
  await page.locator('#loading').waitFor({ state: 'hidden', timeout: 150_000 });
  const end = async () => {
    await page.close();
    close();
  };
  return { page, end };
}

describe.skipIf(!hasChromium || !hasTorch)('a WebGPU program on SwiftShader in headless Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it.each([
    { spec: 'resnet18', height: 64, width: 49, batch: 2 },
    { spec: 'mobilenet_v2', height: 65, width: 96, batch: 1 },
  ])('$spec equals torchvision, and runs the program for registers of 4', async ({ spec, ...size }) => {
    const expected = torchvisionForward({ model: spec, ...size, seed: 3 });
    const { source, options } = networkOf(spec, expected);
    const { page, end } = await open(browser, emit(source, { ...options, winograd: 'off' }));
    try {
      const argument = { network: spec, options: {}, input: [...expected.input.data] };
      const answer = await page.evaluate<Answer>(`(${program})(${JSON.stringify(argument)})`);
      expect(answer).toMatchObject({ program: 'lanes4', architecture: 'swiftshader' });
      expect(answer.shape).toEqual(expected.output.shape);
      expect(relativeError(answer.data, expected.output.data)).toBeLessThanOrEqual(1e-5);
    } finally {
      await end();
    }
  });

  it('ResNet-18 with Winograd’s algorithm equals torchvision', async () => {
    const expected = torchvisionForward({ model: 'resnet18', height: 97, width: 65, seed: 4 });
    const { source, options } = networkOf('resnet18', expected);
    const { page, end } = await open(browser, emit(source, { ...options, winograd: 'f4' }));
    try {
      const argument = { network: 'resnet18', options: {}, input: [...expected.input.data] };
      const answer = await page.evaluate<Answer>(`(${program})(${JSON.stringify(argument)})`);
      expect(relativeError(answer.data, expected.output.data)).toBeLessThanOrEqual(1e-4);
    } finally {
      await end();
    }
  });

  it('shows the classes of a picture on its page', async () => {
    const forward = torchvisionForward({ model: 'resnet18', height: 64, width: 64, seed: 5 });
    const { source, graph, options } = networkOf('resnet18', forward);
    const { page, end } = await open(browser, emit(source, options));
    try {
      const picture = gradient(80, 72);
      // The page resizes the shorter edge to 256/224 of the crop, as for ImageNet's pictures.
      const resize = Number(await page.getByLabel('Shorter side').inputValue());
      const crop = { height: 64, width: 64 };
      const values = evaluationTransform(picture, { ...imagenet, resize, crop });
      const scores = referenceOutput(graph, options.weights, { shape: [1, 3, 64, 64], data: values });
      const best = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
      await page.setInputFiles('#file', {
        name: 'gradient.png',
        mimeType: 'image/png',
        buffer: pngOf(picture),
      });
      await page.locator('#times').waitFor({ timeout: 60_000 });
      const shown = await page.locator('#classes li').allInnerTexts();
      expect(shown.map((line) => line.split('\n')[0])).toEqual(
        best.slice(0, shown.length).map((index) => `class ${index}`),
      );
      expect(shown.length).toBeGreaterThanOrEqual(5);
    } finally {
      await end();
    }
  });
});

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

function gradient(width: number, height: number): Picture {
  const rgb = new Uint8Array(3 * width * height);
  for (let at = 0; at < width * height; at++) {
    const [row, column] = [Math.floor(at / width), at % width];
    rgb.set([(3 * column) & 255, (3 * row) & 255, (2 * (row + column)) & 255], 3 * at);
  }
  return { width, height, rgb };
}

function pngOf({ width, height, rgb }: Picture): Buffer {
  const png = new PNG({ width, height });
  for (let at = 0; at < width * height; at++)
    png.data.set([...rgb.subarray(3 * at, 3 * at + 3), 255], 4 * at);
  return PNG.sync.write(png);
}
