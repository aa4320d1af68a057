import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import { readSpec, relativeError } from '../backends/tfjs/run-spec.ts';
import { hasTorch, torchvisionForward } from '../oracles/python.ts';
import { hasChromium, launch, serve } from './chromium.ts';

const require = createRequire(import.meta.url);
const wasm = '@tensorflow/tfjs-backend-wasm/dist';
const scripts = {
  '/tf.js': '@tensorflow/tfjs/dist/tf.min.js',
  '/wasm/backend.js': `${wasm}/tf-backend-wasm.min.js`,
  '/wasm/tfjs-backend-wasm.wasm': `${wasm}/tfjs-backend-wasm.wasm`,
  '/wasm/tfjs-backend-wasm-simd.wasm': `${wasm}/tfjs-backend-wasm-simd.wasm`,
  '/wasm/tfjs-backend-wasm-threaded-simd.wasm': `${wasm}/tfjs-backend-wasm-threaded-simd.wasm`,
  '/webgpu/backend.js': '@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js',
};

const page = `<!doctype html><meta charset="utf-8"><title>rnc</title>
<script src="/tf.js"></script><script src="/wasm/backend.js"></script><script src="/webgpu/backend.js"></script>`;

interface Answer {
  readonly backend: string;
  readonly inference: readonly number[];
  readonly model: readonly number[];
}

/** What the page does, as a user's page would: read the weights, make both forms of the network, run them. */
const program = `async ({ backend, network, create, shape, input }) => {
  if (backend === 'wasm') tf.wasm.setWasmPaths('/wasm/');
  if (!(await tf.setBackend(backend))) throw new Error('no ' + backend);
  await tf.ready();
  const module = await import('/' + network + '.js');
  const weights = module.readSafetensors(await (await fetch('/weights.safetensors')).arrayBuffer());
  const [batch, channels, height, width] = shape;
  const options = { inputShape: [height, width, channels] };
  const nhwc = tf.transpose(tf.tensor4d(input, shape), [0, 2, 3, 1]);
  const forward = module.createInference(tf, weights, options);
  const model = module[create](tf, { ...options, weights });
  return {
    backend: tf.getBackend(),
    inference: [...(await forward(nhwc).data())],
    model: [...(await model.predict(nhwc).data())],
  };
}`;

describe.skipIf(!hasChromium || !hasTorch)('the emitted module in headless Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const cases = [
    { backend: 'wasm', network: 'resnet18', create: 'createResnet18', height: 64, width: 49 },
    { backend: 'wasm', network: 'mobilenet_v2', create: 'createMobilenetV2', height: 65, width: 96 },
    { backend: 'webgpu', network: 'resnet18', create: 'createResnet18', height: 64, width: 49 },
  ];
  it.each(cases)(
    '$network on $backend equals torchvision',
    async ({ backend, network, create, height, width }) => {
      const expected = torchvisionForward({ model: network, height, width, batch: 2, seed: 3 });
      const { files, diagnostics } = compile(readSpec(network), { target: 'tfjs' });
      expect(diagnostics).toEqual([]);
      const served = new Map<string, string | Uint8Array | { disk: string }>([
        ['/', page],
        ['/index.html', page],
        ['/weights.safetensors', expected.weights],
        ...Object.entries(scripts).map(([path, file]) => [path, { disk: require.resolve(file) }] as const),
        ...files.map(({ path, content }) => [`/${path}`, content] as const),
      ]);
      const { origin, close } = await serve(served);
      const tab = await browser.newPage();
      try {
        await tab.goto(`${origin}/index.html`);
        const argument = {
          backend,
          network,
          create,
          shape: expected.input.shape,
          input: [...expected.input.data],
        };
        const answer = await tab.evaluate<Answer>(`(${program})(${JSON.stringify(argument)})`);
        expect(answer.backend).toBe(backend);
        expect(relativeError(answer.inference, expected.output.data)).toBeLessThanOrEqual(1e-5);
        expect(relativeError(answer.model, expected.output.data)).toBeLessThanOrEqual(1e-5);
      } finally {
        await tab.close();
        close();
      }
    },
  );
});
