// Over 300 lines: every fault that a scripted device can have, each a row or a few lines on the same small network.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProgram, type Network, type Plan } from '../../../templates/wgsl/runtime/runtime.js';
import { fakeGpu } from './fake-gpu.ts';
import { type Folder, tinyFolder } from './folder.ts';
import { plan, weightsFile } from './tiny.ts';

let folder: Folder;
beforeAll(() => {
  folder = tinyFolder();
});
afterAll(() => folder.remove());

const load = (faults: Parameters<typeof fakeGpu>[0] = {}, options: object = {}) => {
  const fake = fakeGpu(faults);
  return { ...fake, network: loadProgram(folder.planUrl, { gpu: fake.gpu, ...options }) };
};

/** 1×3×2×2 with the numbers 10 n + channel at the first pixel; the fake answers 1×5 from the first five of N×H×W×4. */
const inputOf = (n: number): Float32Array =>
  Float32Array.from({ length: 12 }, (_, index) => (index % 4 === 0 ? 10 * n + index / 4 : 7));
const answerOf = (n: number): number[] => [10 * n, 10 * n + 1, 10 * n + 2, 0, 7];
const expectAnswer = async (network: Network, n: number): Promise<void> => {
  const { data, shape } = await network.run(inputOf(n));
  expect([...data]).toEqual(answerOf(n));
  expect(shape).toEqual([1, 5]);
};

describe('a device that is lost', () => {
  // A load and a run of the tiny network, counted on a device that works.
  it.each(['hang', 'reject'] as const)(
    'at any call of load or run rejects with the cause, and the next attempt works (%s)',
    async (afterLoss) => {
      const healthy = load();
      await expectAnswer(await healthy.network, 1);
      const calls = healthy.devices[0]!.calls();
      expect(calls).toBeGreaterThan(30);
      const lost = {
        code: 'device-lost',
        reason: 'unknown',
        message: expect.stringContaining('driver was reset'),
      };
      let inLoad = 0;
      let inRun = 0;
      const attempt = async (loseAt: number): Promise<void> => {
        const { gpu, network, devices } = load({ loseAt, afterLoss });
        let loaded: Network;
        try {
          loaded = await network;
        } catch (error) {
          expect(error).toMatchObject(lost);
          expect(devices[0]!.live()).toBe(0);
          inLoad += 1;
          loaded = await loadProgram(folder.planUrl, { gpu });
          return expectAnswer(loaded, 2);
        }
        // One run is lost: this one, or the next where the loss came after its result.
        let failures = 0;
        for (const n of [3, 4, 5])
          await expectAnswer(loaded, n).catch((error) => {
            expect(error).toMatchObject(lost);
            failures += 1;
          });
        expect(failures).toBe(1);
        inRun += 1;
        expect(devices.length).toBe(2);
        loaded.dispose();
      };
      await Promise.all(Array.from({ length: calls }, (_, loseAt) => attempt(loseAt)));
      expect(inLoad).toBeGreaterThan(15);
      expect(inRun).toBeGreaterThan(5);
    },
  );

  it('rejects every run under way and is replaced once for all that follow, in order', async () => {
    const { network, devices, requests } = load({ delay: () => 20 });
    const loaded = await network;
    const underWay = [1, 2, 3].map((n) => loaded.run(inputOf(n)));
    devices[0]!.lose('unknown', 'a cable');
    for (const run of underWay) await expect(run).rejects.toMatchObject({ code: 'device-lost' });
    const order: number[] = [];
    await Promise.all(
      [4, 5, 6].map(async (n) => {
        await expectAnswer(loaded, n);
        order.push(n);
      }),
    );
    expect(order).toEqual([4, 5, 6]);
    expect(requests()).toBe(2);
  });

  it('says so where it was the caller’s own, each time', async () => {
    const { gpu, devices } = fakeGpu();
    const device = await (await gpu.requestAdapter())!.requestDevice();
    const network = await loadProgram(folder.planUrl, { device });
    await expectAnswer(network, 1);
    devices[0]!.lose('unknown', 'a cable');
    const lost = { code: 'device-lost', message: expect.stringContaining('given to `load`') };
    await expect(network.run(inputOf(2))).rejects.toMatchObject(lost);
    await expect(network.run(inputOf(3))).rejects.toMatchObject(lost);
    network.dispose();
    expect(devices[0]!.destroyed()).toBe(false);
    expect(devices[0]!.live()).toBe(0);
  });
});

describe('load', () => {
  it('says that there is no WebGPU', async () => {
    await expect(loadProgram(folder.planUrl)).rejects.toMatchObject({ name: 'GpuError', code: 'no-webgpu' });
  });

  it('asks once for an adapter and says that there is none', async () => {
    const { network, requests } = load({ noAdapter: true });
    await expect(network).rejects.toMatchObject({ code: 'no-adapter' });
    expect(requests()).toBe(1);
  });

  it('names the layer, the limit and both numbers where the adapter offers too little', async () => {
    const { network, devices } = load({ limits: { maxStorageBuffersPerShaderStage: 2 } });
    await expect(network).rejects.toMatchObject({
      code: 'limit',
      limit: 'maxStorageBuffersPerShaderStage',
      needed: 3,
      available: 2,
      layer: 'scale',
      message: expect.stringMatching(/Layer scale .*maxStorageBuffersPerShaderStage of 3.*Acme Fast 2.* 2\./),
    });
    expect(devices).toEqual([]);
  });

  it.each([...Array(8).keys()])('frees all where there is no memory for buffer %i', async (noMemoryFor) => {
    for (const fault of [{ noMemoryFor }, { throwFor: noMemoryFor }]) {
      const { network, devices } = load(fault);
      await expect(network).rejects.toMatchObject({
        code: 'out-of-memory',
        bytes: expect.any(Number),
        totalBytes: expect.any(Number),
        buffer: ['input', 'weights', 'scaled', 'output', 'uniforms', 'result 0', 'result 1', 'result 2'][
          noMemoryFor
        ],
      });
      expect(devices[0]!.live()).toBe(0);
      expect(devices[0]!.destroyed()).toBe(true);
    }
  });

  it.each(plan.programs.only!.kernels.map(({ name }) => name))(
    'names file, line and layers of the first kernel that does not compile, also where %s takes longest',
    async (slowest) => {
      const compileTime = (name: string): number => (name === slowest ? 20 : 0);
      await expect(load({ uncompilable: true, compileTime }).network).rejects.toMatchObject({
        code: 'kernel',
        file: 'kernels/scale.wgsl',
        line: 2,
        column: 3,
        layers: ['scale'],
        adapter: { vendor: 'acme' },
        message: expect.stringMatching(
          /Acme Fast 2.*kernels\/scale\.wgsl, line 2.*scale: this vendor knows no vec4f/,
        ),
      });
    },
  );

  const sizes = [0, 4, weightsFile.length - 1, weightsFile.length + 1, 2 * weightsFile.length];
  it.each(sizes)('refuses weights of %i bytes, given and read', async (size) => {
    const weights = new Uint8Array(size);
    weights.set(weightsFile.subarray(0, size));
    const broken = tinyFolder({ 'tiny.weights.bin': weights });
    const from = (options: object) => loadProgram(broken.planUrl, { gpu: fakeGpu().gpu, ...options });
    for (const options of [{}, { weights }, { weights: weights.buffer }])
      await expect(from(options)).rejects.toMatchObject({
        code: 'bad-weights',
        expected: weightsFile.length,
      });
    broken.remove();
  });

  it.each([
    ['no JSON', '<!doctype html>'],
    ['another format', '{"format": "onnx"}'],
    ['null', 'null'],
    ['a later version', JSON.stringify({ ...plan, version: 2 })],
    ['no input buffer', JSON.stringify(plan).replace('"kind":"input"', '"kind":"activations"')],
    ['a short output buffer', JSON.stringify({ ...plan, output: { shape: [1, 9] } })],
    ['no programs', JSON.stringify({ ...plan, programs: undefined })],
    ['a binding of no buffer', JSON.stringify(plan).replace('"buffer":2', '"buffer":9')],
    ['a step of no kernel', JSON.stringify(plan).replace('"kernel":1', '"kernel":2')],
    ['an upload beyond its buffer', JSON.stringify(plan).replace('"offset":256}', '"offset":512}')],
  ])('refuses a plan: %s', async (_, text) => {
    const broken = tinyFolder({ 'tiny.plan.json': text });
    const loading = loadProgram(broken.planUrl, { gpu: fakeGpu().gpu });
    await expect(loading).rejects.toMatchObject({ code: 'bad-plan' });
    broken.remove();
  });

  it('names a file that cannot be read', async () => {
    const missing = new URL('elsewhere.bin', folder.planUrl);
    await expect(load({}, { weights: missing }).network).rejects.toMatchObject({
      code: 'unreachable-file',
      url: missing.href,
      message: expect.stringContaining('ENOENT'),
    });
    const plans = loadProgram(new URL('none.plan.json', folder.planUrl), { gpu: fakeGpu().gpu });
    await expect(plans).rejects.toMatchObject({ code: 'unreachable-file' });
  });

  it('says so where a server ends in the middle of a file', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/missing.bin') return response.writeHead(404).end();
      response.writeHead(200, { 'content-length': weightsFile.length });
      response.write(weightsFile.subarray(0, 100), () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const from = (path: string) => load({}, { weights: `${origin}/${path}` }).network;
    await expect(from('cut.bin')).rejects.toMatchObject({
      code: 'unreachable-file',
      url: `${origin}/cut.bin`,
    });
    await expect(from('missing.bin')).rejects.toThrow('the server answers 404 Not Found');
    server.close();
    await expect(from('gone.bin')).rejects.toMatchObject({ code: 'unreachable-file' });
  });

  it('ends with the reason of its signal, and frees all', async () => {
    const controller = new AbortController();
    const { network, devices } = load(
      {},
      { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) },
    );
    await expect(network).rejects.toThrow('enough');
    expect(devices[0]!.live()).toBe(0);
    expect(devices[0]!.destroyed()).toBe(true);
  });

  describe('chooses a program', () => {
    const { only } = plan.programs as { readonly only: Plan['programs'][string] };
    const rich: Plan = {
      ...plan,
      adapters: [
        { vendor: 'acme', architecture: 'slow', program: 'slow' },
        { vendor: 'acme', subgroupSize: 8, program: 'narrow' },
        { vendor: 'acme', program: 'half' },
        { description: 'fast', program: 'fast' },
        { program: 'only' },
      ],
      programs: { only, slow: only, fast: only, narrow: only, half: { ...only, features: ['shader-f16'] } },
    };
    let several: Folder;
    beforeAll(() => {
      several = tinyFolder({}, rich);
    });
    afterAll(() => several.remove());
    const chosen = async (
      features: readonly string[],
      program?: string,
      subgroups: readonly [number, number] = [32, 32],
    ) => {
      const { gpu } = fakeGpu({ features, subgroups });
      return (await loadProgram(several.planUrl, { gpu, ...(program ? { program } : {}) })).program;
    };

    it('by the first rule that holds and whose features are there, or by name', async () => {
      expect(await chosen(['shader-f16'])).toBe('half');
      expect(await chosen([])).toBe('fast');
      expect(await chosen([], 'slow')).toBe('slow');
      expect(await chosen([], undefined, [8, 8])).toBe('narrow');
      expect(await chosen([], undefined, [8, 32])).toBe('fast');
      await expect(chosen([], 'half')).rejects.toMatchObject({ code: 'limit', features: ['shader-f16'] });
      await expect(chosen([], 'toString')).rejects.toMatchObject({
        code: 'bad-plan',
        message: expect.stringContaining('only, slow, fast, narrow, half'),
      });
    });
  });
});

describe('run', () => {
  it.each([
    ['too short', new Float32Array(11), '12 numbers, 1×3×2×2; it was given 11'],
    ['too long', new Float32Array(13), 'it was given 13'],
    ['a plain array', new Array(12).fill(0), 'it was given Array'],
    ['float64', new Float64Array(12), 'it was given Float64Array'],
    ['null', null, 'it was given null'],
    ['nothing', undefined, 'it was given undefined'],
  ])('refuses an input that is %s, and goes on', async (_, input, part) => {
    const network = await load().network;
    await expect(network.run(input as Float32Array)).rejects.toMatchObject({
      code: 'wrong-input',
      message: expect.stringContaining(part),
    });
    await expectAnswer(network, 1);
  });

  it('refuses an array whose memory was given away', async () => {
    const network = await load().network;
    const values = inputOf(1);
    structuredClone(values, { transfer: [values.buffer as ArrayBuffer] });
    await expect(network.run(values)).rejects.toMatchObject({ code: 'wrong-input' });
  });

  it('answers in the order of the calls, whatever the order of the results', async () => {
    const network = await load({ delay: (run) => (run % 3 === 0 ? 30 : 1) }).network;
    const order: number[] = [];
    const runs = Array.from({ length: 10 }, async (_, n) => {
      await expectAnswer(network, n);
      order.push(n);
    });
    await Promise.all(runs);
    expect(order).toEqual([...runs.keys()]);
  });

  it('makes no buffers', async () => {
    const { network, devices } = load();
    const loaded = await network;
    const live = devices[0]!.live();
    for (let n = 0; n < 1000; n++) await expectAnswer(loaded, n);
    expect(devices[0]!.live()).toBe(live);
  });

  it('never answers from a run that the device refuses', async () => {
    const network = await load({ refuseRuns: true }).network;
    for (let n = 0; n < 5; n++)
      await expect(network.run(inputOf(n))).rejects.toMatchObject({
        code: 'bad-plan',
        message: expect.stringContaining('too many workgroups'),
      });
  });

  it('has no timestamps where the adapter has none', async () => {
    const network = await load().network;
    await expect(network.profile(inputOf(1))).rejects.toMatchObject({ code: 'no-timestamps' });
    await expectAnswer(network, 1);
  });
});

describe('dispose', () => {
  it('frees all, rejects what is under way and what follows, and may be repeated', async () => {
    const { network, devices } = load({ delay: () => 20 });
    const loaded = await network;
    const underWay = [1, 2, 3, 4, 5].map((n) => loaded.run(inputOf(n)));
    loaded.dispose();
    loaded.dispose();
    for (const run of underWay) await expect(run).rejects.toMatchObject({ code: 'disposed' });
    await expect(loaded.run(inputOf(1))).rejects.toMatchObject({ code: 'disposed' });
    await expect(loaded.profile(inputOf(1))).rejects.toMatchObject({ code: 'disposed' });
    expect(devices[0]!.live()).toBe(0);
    expect(devices[0]!.destroyed()).toBe(true);
    expect(devices.length).toBe(1);
  });

  it('holds while a lost device is being replaced', async () => {
    const { network, devices } = load();
    const loaded = await network;
    devices[0]!.lose('unknown', 'a cable');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const run = loaded.run(inputOf(1));
    loaded.dispose();
    await expect(run).rejects.toMatchObject({ code: 'disposed' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(devices.map((device) => device.live())).toEqual(devices.map(() => 0));
  });
});
