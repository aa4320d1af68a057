import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

/**
 * The packaged extension in Visual Studio Code itself, which code-server runs in a browser. RNC_CODE_SERVER is its `out/node/entry.js`;
 * without it these tests are skipped, for it takes half a gigabyte. Its npm package is made for one version of Node (4.99.4 for 20) and
 * builds C++ (Debian: libkrb5-dev); what it would download, ripgrep, is also a package of Debian.
 */
const server = process.env.RNC_CODE_SERVER;
const source = fileURLToPath(new URL('../../../editors/vscode', import.meta.url));

const spec = `import { basic } from "std/residual"

network net(classes: int = 10) {
  input 3 x 32 x 32
  conv1: conv 3x3, 16
  layer1: stage 2 x basic(16)
  avgpool global
  fc: linear classes
}
`;

describe.skipIf(server === undefined)('in Visual Studio Code', { timeout: 120_000 }, () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rnc-code-')));
  let process_: ReturnType<typeof spawn>;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const vsix = join(folder, 'rnc.vsix');
    const built = spawnSync('npm', ['run', 'package', '--silent', '--', '--out', vsix], { cwd: source });
    expect(built.status, String(built.stderr)).toBe(0);
    const places = ['--extensions-dir', join(folder, 'extensions'), '--user-data-dir', join(folder, 'user')];
    const node = (args: readonly string[]) => [server!, ...places, ...args];
    expect(spawnSync(process.execPath, node(['--install-extension', vsix])).status).toBe(0);
    mkdirSync(join(folder, 'user', 'User'), { recursive: true });
    mkdirSync(join(folder, 'nets'));
    writeFileSync(
      join(folder, 'user', 'User', 'settings.json'),
      '{ "workbench.startupEditor": "none", "workbench.colorTheme": "Default Dark Modern", "files.autoSave": "off" }',
    );
    writeFileSync(join(folder, 'nets', 'net.resnet'), spec);
    const port = await freePort();
    const address = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`];
    const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
    process_ = spawn(process.execPath, node([...address, ...quiet]), { stdio: 'ignore' });
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1400, height: 860 } });
    const url = `http://127.0.0.1:${port}/?folder=${join(folder, 'nets')}`;
    await vi.waitFor(() => page.goto(url), 30_000);
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'net.resnet' }).dblclick();
    await page.locator('.view-line', { hasText: 'avgpool' }).waitFor();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    process_?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The text of the editor, as it is shown: with what the server adds to it. */
  const shown = () => page.locator('.editor-instance .view-lines').first().innerText();
  const plain = async () => (await shown()).replaceAll('\u00a0', ' ');
  const command = async (title: string) => {
    await page.keyboard.press('F1');
    await page.keyboard.type(title);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  };
  /** The innermost frames, in which pages are shown beside the text. */
  const inFrames = async (read: (frame: Frame) => Promise<string | null>): Promise<string> => {
    const texts = await Promise.all(page.frames().map((frame) => read(frame).catch(() => '')));
    return texts.join('');
  };
  const picture = () =>
    inFrames((frame) => frame.evaluate<string>(`document.querySelector('#picture svg')?.textContent ?? ''`));
  const background = () =>
    inFrames((frame) =>
      frame.evaluate<string>(`document.querySelector('#picture svg')?.outerHTML.slice(0, 4000) ?? ''`),
    );
  const body = () => inFrames((frame) => frame.evaluate<string>('document.body.textContent'));
  const waiting = { timeout: 30_000, interval: 200 };

  it('the shape stands at the end of each line, and the totals above the network', async () => {
    await expect.poll(plain, waiting).toMatch(/conv 3x3, 16.{0,2}→ 16×32×32/);
    await expect
      .poll(() => page.locator('.codelens-decoration').allInnerTexts(), waiting)
      .toEqual([expect.stringContaining('3×32×32 → 10')]);
  });

  it('words have colours', async () => {
    const keyword = page.locator('.view-line span[class*="mtk"]', { hasText: /^network$/ }).first();
    const number = page.locator('.view-line span[class*="mtk"]', { hasText: /^32$/ }).first();
    const colourOf = (element: typeof keyword) =>
      element.evaluate((found) => found.ownerDocument.defaultView!.getComputedStyle(found).color);
    expect(await colourOf(keyword)).not.toBe(await colourOf(number));
  });

  it('the picture is drawn beside the text, in the theme’s colours, and follows what is typed', async () => {
    await page.locator('.view-line', { hasText: 'conv1' }).click();
    await page.keyboard.press('Control+k');
    await page.keyboard.press('v');
    await expect.poll(picture, waiting).toContain('3×3 conv, 16');
    const dark = await background();
    await command('Preferences: Toggle between Light/Dark Themes');
    await expect.poll(background, waiting).not.toBe(dark);
    await page.locator('.view-line', { hasText: 'conv1' }).click();
    await page.keyboard.press('End');
    await page.keyboard.type(', groups 3');
    await expect.poll(body, waiting).toContain('3 groups cannot share');
    expect(await picture()).toContain('3×3 conv, 16');
    for (let count = 0; count < ', groups 3'.length; count++) await page.keyboard.press('Backspace');
    await expect.poll(body, waiting).not.toContain('3 groups cannot share');
  });

  it('what is wrong is underlined, and its code leads to the explanation', async () => {
    await page.locator('.view-line', { hasText: 'fc: linear' }).click();
    await page.keyboard.press('End');
    await page.keyboard.type('s');
    await expect.poll(() => page.locator('.squiggly-error').count(), waiting).toBeGreaterThan(0);
    await page.keyboard.press('F8');
    await page.locator('.marker-widget a', { hasText: 'name/unknown' }).click();
    await expect.poll(body, waiting).toContain('There is nothing of this name');
    await page.locator('.view-line', { hasText: 'fc: linear' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await expect.poll(() => page.locator('.squiggly-error').count(), waiting).toBe(0);
  });

  it('the report is shown as a page', async () => {
    await command('rnc: Show Report');
    await expect.poll(body, waiting).toContain('global average pool');
  });

  it('a block’s definition is in the library', async () => {
    await page
      .locator('.view-line span', { hasText: /^basic$/ })
      .last()
      .click();
    await page.keyboard.press('F12');
    await page.locator('.tab', { hasText: 'residual.resnet' }).waitFor();
    await expect.poll(plain, waiting).toContain('block basic(');
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
