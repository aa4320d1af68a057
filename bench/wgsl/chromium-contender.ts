import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { launch, serve } from '../../test/browser/chromium.ts';
import { buildPage } from './build-programs.ts';
import type { Contender } from './contender.ts';
import type { PageContender } from './contender-page.ts';
import type { Facts, Job } from './engines/engine.ts';
import type { Material } from './material.ts';

const require = createRequire(import.meta.url);
const page =
  '<!doctype html><meta charset="utf-8"><title>rnc</title><script type="module" src="/page.js"></script>';
/** Served as .js, which every server knows to be JavaScript. */
const ort = dirname(require.resolve('onnxruntime-web/webgpu'));
export const peerFiles = {
  '/ort/ort.webgpu.bundle.min.js': join(ort, 'ort.webgpu.bundle.min.mjs'),
  '/ort/ort-wasm-simd-threaded.asyncify.wasm': join(ort, 'ort-wasm-simd-threaded.asyncify.wasm'),
  '/tfjs/tf.min.js': require.resolve('@tensorflow/tfjs/dist/tf.min.js'),
  '/tfjs/tf-backend-webgpu.min.js': require.resolve(
    '@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js',
  ),
} as const;

/** A server of the page, the peers' files and one network's material, on 127.0.0.1. */
export async function serveMaterial({ folder }: Material): Promise<Awaited<ReturnType<typeof serve>>> {
  const emitted = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return serve(
    new Map<string, string | { readonly disk: string }>([
      ['/index.html', page],
      ['/page.js', await buildPage()],
      ...Object.entries(peerFiles).map(([path, disk]) => [path, { disk }] as const),
      ...emitted.map((disk) => [`/material${disk.slice(folder.length)}`, { disk }] as const),
    ]),
  );
}

/** Starts an engine in a Chromium of its own with a fresh profile, and waits for its first output. */
export async function startInChromium(origin: string, job: Job): Promise<Contender> {
  const browser = await launch();
  try {
    const tab = await browser.newPage();
    const ask = <T>(method: keyof PageContender, ...args: unknown[]): Promise<T> =>
      tab.evaluate<T>(`contender.${method}(${args.map((arg) => JSON.stringify(arg)).join()})`);
    const start = performance.now();
    await tab.goto(`${origin}/index.html`);
    await tab.waitForFunction('globalThis.contender !== undefined');
    const output = await ask<readonly number[]>('first', { ...job, base: '/material/' });
    const milliseconds = performance.now() - start;
    return {
      name: job.engine,
      first: { milliseconds, output: Float32Array.from(output) },
      run: async (times, inFlight = 1) => {
        const runs = await ask<{ times: number[]; output: number[] }>('run', times, inFlight);
        return { times: runs.times, output: Float32Array.from(runs.output) };
      },
      facts: async () => ({ ...(await ask<Facts>('facts')), browser: `Chromium ${browser.version()}` }),
      profile: () => Promise.reject(new Error('profiles are taken in Node')),
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
