import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProgram, type Plan } from '../../../templates/wgsl/runtime/runtime.js';
import { hasAdapter, openGpu } from './adapter.ts';
import { type Folder, tinyFolder } from './folder.ts';
import { input, plan, tinyAnswer, weightsFile } from './tiny.ts';

describe.skipIf(!hasAdapter)('the runtime on a real adapter', () => {
  let gpu: GPU;
  let folder: Folder;
  beforeAll(async () => {
    gpu = await openGpu();
    folder = tinyFolder();
  });
  afterAll(() => folder?.remove());

  it('runs a network from disk, and tells of its progress', async () => {
    const told: unknown[] = [];
    const network = await loadProgram(folder.planUrl, { gpu, onProgress: (progress) => told.push(progress) });
    const { data, shape } = await network.run(input);
    expect([...data]).toEqual(tinyAnswer(input));
    expect(shape).toEqual([1, 5]);
    expect(network.program).toBe('only');
    expect(network.adapter.name).toMatch(/\S/);
    expect(told).toContainEqual({ stage: 'pipelines', done: 2, total: 2 });
    expect(told).toContainEqual({
      stage: 'weights',
      done: weightsFile.byteLength,
      total: weightsFile.byteLength,
    });
    network.dispose();
    expect(network.memoryBytes).toBe(0);
  });

  it('passes on what is not finite', async () => {
    const network = await loadProgram(folder.planUrl, { gpu });
    const { data } = await network.run(input.map((value, index) => (index === 3 ? Number.NaN : value)));
    expect([...data]).toEqual(new Array(5).fill(Number.NaN));
    expect([...(await network.run(input)).data]).toEqual(tinyAnswer(input));
    network.dispose();
  });

  it('answers runs that overlap in order, each from its own input though the array is filled anew', async () => {
    const network = await loadProgram(folder.planUrl, { gpu });
    const reused = new Float32Array(12);
    const order: number[] = [];
    const runs = Array.from({ length: 20 }, async (_, run) => {
      const values = input.map((value) => value + run);
      reused.set(values);
      const { data } = await network.run(reused);
      order.push(run);
      expect([...data]).toEqual(tinyAnswer(values));
    });
    await Promise.all(runs);
    expect(order).toEqual(runs.map((_, run) => run));
    network.dispose();
  });

  it.each(['gpu', 'cpu'] as const)('works again after its device was destroyed (%s)', async (processor) => {
    const changed = { ...plan, programs: { only: { ...plan.programs.only!, processor } } };
    const own = tinyFolder({}, changed);
    const network = await loadProgram(own.planUrl, { gpu });
    const before = network.device;
    const running = network.run(input);
    before.destroy();
    await expect(running).rejects.toMatchObject({ code: 'device-lost', reason: 'destroyed' });
    expect([...(await network.run(input)).data]).toEqual(tinyAnswer(input));
    expect(network.device).not.toBe(before);
    network.dispose();
    own.remove();
  });

  it('uses a device of the caller and leaves it alive', async () => {
    const device = await (await gpu.requestAdapter())!.requestDevice();
    const network = await loadProgram(folder.planUrl, { device, weights: weightsFile });
    expect([...(await network.run(input)).data]).toEqual(tinyAnswer(input));
    network.dispose();
    const buffer = device.createBuffer({ size: 4, usage: 9 });
    await buffer.mapAsync(1);
    device.destroy();
    await expect(loadProgram(folder.planUrl, { device })).rejects.toMatchObject({
      code: 'device-lost',
      message: expect.stringContaining('given to `load`'),
    });
  });

  it('times every step', async () => {
    const network = await loadProgram(folder.planUrl, { gpu });
    const { data, steps } = await network.profile(input);
    expect([...data]).toEqual(tinyAnswer(input));
    expect(steps.map(({ layers, kernel }) => [layers, kernel])).toEqual([
      [['scale'], 'scale'],
      [['fc'], 'product'],
    ]);
    for (const { nanoseconds } of steps) expect(nanoseconds).toBeGreaterThan(0);
    network.dispose();
  });

  it('names the kernel, its line and its layers where a driver does not compile it', async () => {
    const broken = tinyFolder({
      'kernels/product.wgsl': 'fn nothing() {}\nfn main() { let x: u32 = 1.5; }\n',
    });
    const failure = loadProgram(broken.planUrl, { gpu });
    await expect(failure).rejects.toMatchObject({
      code: 'kernel',
      file: 'kernels/product.wgsl',
      line: 2,
      wgsl: 'fn main() { let x: u32 = 1.5; }',
      layers: ['fc'],
      message: expect.stringContaining('cannot convert'),
    });
    broken.remove();
  });

  it('refuses a plan that binds beyond a buffer, instead of answering zeros', async () => {
    const changed = structuredClone(plan) as unknown as {
      programs: { only: { steps: { bindings: object[] }[] } };
    };
    changed.programs.only.steps[0]!.bindings[0] = { buffer: 0, offset: 0, bytes: 128 };
    const broken = tinyFolder({}, changed as unknown as Plan);
    await expect(loadProgram(broken.planUrl, { gpu })).rejects.toMatchObject({ code: 'bad-plan' });
    broken.remove();
  });

  it('rejects a run that the device refuses', async () => {
    const changed = structuredClone(plan) as unknown as {
      programs: { only: { steps: { workgroups: number[] }[] } };
    };
    changed.programs.only.steps[0]!.workgroups = [1 << 20, 1, 1];
    const broken = tinyFolder({}, changed as unknown as Plan);
    const network = await loadProgram(broken.planUrl, { gpu });
    await expect(network.run(input)).rejects.toMatchObject({ code: 'bad-plan' });
    network.dispose();
    broken.remove();
  });
});
