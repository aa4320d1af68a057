import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluationTransform, imagenet } from '../../src/data/preprocess.ts';
import type { Plan } from '../../templates/wgsl/runtime/runtime.js';
import { tinyOutput } from '../backends/wgsl-runtime/shipped.ts';
import { input, plan, tinyAnswer } from '../backends/wgsl-runtime/tiny.ts';
import { hasChromium, launch, serve } from './chromium.ts';

/** The tiny network and its page, served; files can be taken away or replaced. */
async function open(browser: Browser, plan_: Plan = plan, changes: Readonly<Record<string, string>> = {}) {
  const files = new Map(tinyOutput(plan_).map(({ path, content }) => [`/${path}`, content]));
  for (const [path, content] of Object.entries(changes)) files.set(path, content);
  const { origin, close } = await serve(files);
  const page = await browser.newPage();
  const faults: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.text().includes('Security Policy') && faults.push(message.text()));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${origin}/index.html`);
  await page.locator('#loading').waitFor({ state: 'hidden' });
  return {
    page,
    origin,
    requests,
    end: async () => {
      await page.close();
      close();
      expect(faults).toEqual([]);
    },
  };
}

/** A picture of four flat quarters, and the numbers that torchvision's transform makes of it. */
const quarters = ((): { png: Buffer; values: Float32Array } => {
  const png = new PNG({ width: 4, height: 4 });
  const rgb = new Uint8Array(48);
  const colours = [0x202020, 0xe04010, 0x10c0a0, 0x6070f0];
  for (let pixel = 0; pixel < 16; pixel++) {
    const colour = colours[(pixel >> 3) * 2 + ((pixel >> 1) & 1)]!;
    const bytes = [colour >> 16, (colour >> 8) & 255, colour & 255];
    rgb.set(bytes, 3 * pixel);
    png.data.set([...bytes, 255], 4 * pixel);
  }
  const crop = { height: 2, width: 2 };
  const values = evaluationTransform({ width: 4, height: 4, rgb }, { ...imagenet, resize: 2, crop });
  return { png: PNG.sync.write(png), values };
})();

const pick = (page: Page) =>
  page.setInputFiles('#file', { name: 'quarters.png', mimeType: 'image/png', buffer: quarters.png });

/** What a user's page would do, and what may happen to it. */
const program = `async (input) => {
  const { load } = await import('./tiny.js');
  const network = await load();
  const first = [...(await network.run(input)).data];
  network.device.destroy();
  const lost = await network.run(input).catch((error) => error.code);
  const second = [...(await network.run(input)).data];
  network.dispose();
  return { first, lost, second };
}`;

/** What the page shows of the classes, best first. */
const shown = (page: Page) => page.locator('#classes li').allInnerTexts();

describe.skipIf(!hasChromium)('a WebGPU program in headless Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it('answers a page that imports its module, and after its device was destroyed', async () => {
    const { page, end } = await open(browser);
    const answer = await page.evaluate<{ first: number[]; lost: string; second: number[] }>(
      `(${program})(new Float32Array([${input}]))`,
    );
    expect(answer.first).toEqual(tinyAnswer(input));
    expect(answer.lost).toBe('device-lost');
    expect(answer.second).toEqual(tinyAnswer(input));
    await end();
  });

  it('shows the classes of a picture, their names, and the times', async () => {
    const { page, origin, requests, end } = await open(browser);
    await pick(page);
    const scores = tinyAnswer(quarters.values);
    const powers = scores.map(Math.exp);
    const sum = powers.reduce((total, power) => total + power);
    const expected = [...powers.keys()]
      .sort((a, b) => powers[b]! - powers[a]!)
      .map((index) => ({ index, share: `${((100 * powers[index]!) / sum).toFixed(1)} %` }));
    const lines = (name: (index: number) => string) =>
      expected.map(({ index, share }) => `${name(index)}\n${share}`);
    await page.locator('#times').waitFor();
    expect(await shown(page)).toEqual(lines((index) => `class ${index}`));

    const names = ['tench', '<b>goldfish</b>', 'shark', 'ray', 'cock'];
    const file = {
      name: 'names.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(`${names.join('\r\n')}\n`),
    };
    await page.setInputFiles('#names', file);
    await page.getByText('tench').waitFor();
    expect(await shown(page)).toEqual(lines((index) => names[index]!));

    expect(await page.locator('#later').innerText()).toBe('none yet');
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.locator('#later', { hasText: 'ms' }).waitFor();
    expect(await page.locator('#adapter').innerText()).toContain('swiftshader');
    expect(await page.locator('footer').innerText()).toContain('specs/<tiny>.resnet');
    expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([]);
    await end();
  });

  it('says which field it cannot use, and goes on when it is mended', async () => {
    const { page, end } = await open(browser);
    await pick(page);
    await page.locator('#times').waitFor();
    const before = await shown(page);
    await page.getByLabel('Mean').fill('0.5, 0.5');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('3 numbers each');
    expect(await page.getByLabel('Mean').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Mean').fill('0.485, 0.456, 0.406');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.getByRole('alert').innerText()).toBe('');
    expect(await shown(page)).toEqual(before);
    await page.setInputFiles('#file', {
      name: 'notes.txt',
      mimeType: 'image/png',
      buffer: Buffer.from('no'),
    });
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('notes.txt is no picture');
    await end();
  });

  it('shows shape and range where the network answers no vector', async () => {
    const map: Plan = { ...plan, output: { shape: [1, 5, 1, 1] } };
    const { page, end } = await open(browser, map);
    await pick(page);
    await page.locator('#times').waitFor();
    const scores = tinyAnswer(quarters.values);
    const texts = await page.locator('#values dd').allInnerTexts();
    expect(texts[0]).toBe('1×5×1×1');
    const numbers = [Math.min(...scores), scores.reduce((a, b) => a + b) / 5, Math.max(...scores)];
    for (const [index, value] of numbers.entries()) expect(Number(texts[index + 1])).toBeCloseTo(value, 2);
    await end();
  });

  it.each([
    [
      'a limit',
      { ...plan.programs.only!, limits: [{ limit: 'maxBufferSize', value: 2 ** 50, layer: 'fc' }] },
      {},
      'Layer fc needs maxBufferSize',
    ],
    [
      'a kernel',
      plan.programs.only!,
      { '/kernels/product.wgsl': 'fn main() -> {}' },
      'kernels/product.wgsl, line 1',
    ],
    [
      'weights',
      plan.programs.only!,
      { '/tiny.weights.bin': 'short' },
      'ends after 5 bytes; the plan says that tiny.weights.bin has 528',
    ],
  ] as const)('shows what is wrong with %s', async (_, only, changes, text) => {
    const { page, end } = await open(browser, { ...plan, programs: { only } }, changes);
    expect(await page.getByRole('alert').innerText()).toContain(text);
    expect(await page.locator('main').isHidden()).toBe(true);
    await end();
  });

  it('says that a browser has no WebGPU', async () => {
    const page = await browser.newPage();
    const { origin, close } = await serve(
      new Map(tinyOutput().map(({ path, content }) => [`/${path}`, content])),
    );
    await page.addInitScript("Object.defineProperty(Navigator.prototype, 'gpu', { get() {} })");
    await page.goto(`${origin}/index.html`);
    await page.locator('#loading').waitFor({ state: 'hidden' });
    expect(await page.getByRole('alert').innerText()).toContain('There is no WebGPU here');
    await page.close();
    close();
  });
});
