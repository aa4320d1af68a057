import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadProgram } from '../../../templates/wgsl/runtime/runtime.js';
import { type Faults, fakeGpu } from '../../backends/wgsl-runtime/fake-gpu.ts';
import { type Folder, tinyFolder } from '../../backends/wgsl-runtime/folder.ts';
import { plan } from '../../backends/wgsl-runtime/tiny.ts';
import { byEffort } from '../effort.ts';

let folder: Folder;
beforeAll(() => {
  folder = tinyFolder();
});
afterAll(() => folder.remove());
afterEach(() => vi.unstubAllGlobals());

const input = Float32Array.from({ length: 12 }, (_, index) => index);

/** A fake whose device is changed before the runtime sees it, and what devices were asked for. */
function altered(change: (device: GPUDevice) => void, faults: Faults = {}) {
  const fake = fakeGpu(faults);
  const asked: GPUDeviceDescriptor[] = [];
  const requestAdapter = async (): Promise<GPUAdapter | null> => {
    const adapter = await fake.gpu.requestAdapter();
    if (adapter === null) return null;
    const requestDevice = async (descriptor: GPUDeviceDescriptor): Promise<GPUDevice> => {
      asked.push(descriptor);
      const device = await adapter.requestDevice(descriptor);
      change(device);
      return device;
    };
    return { info: adapter.info, limits: adapter.limits, features: adapter.features, requestDevice } as never;
  };
  const gpu = { requestAdapter } as unknown as GPU;
  return { ...fake, asked, network: loadProgram(folder.planUrl, { gpu }) };
}

describe('load', () => {
  it('says of an insecure page that it is one', async () => {
    vi.stubGlobal('isSecureContext', false);
    await expect(loadProgram(folder.planUrl)).rejects.toMatchObject({
      code: 'no-webgpu',
      message: expect.stringMatching(/https|localhost/),
    });
  });

  it('what a device is asked for is what the program needs, and no more', async () => {
    const { network, asked } = altered(() => {}, { features: ['shader-f16', 'subgroups'] });
    await network;
    const [needed] = plan.programs.only!.limits;
    expect(asked).toEqual([
      { label: 'tiny', requiredLimits: { [needed!.limit]: needed!.value }, requiredFeatures: [] },
    ]);
  });

  it('says why an adapter gives no device', async () => {
    const { network } = altered(() => {
      throw new DOMException('the adapter is consumed', 'OperationError');
    });
    await expect(network).rejects.toMatchObject({
      code: 'no-adapter',
      message: expect.stringContaining('the adapter is consumed'),
      adapter: { vendor: 'acme' },
    });
  });
});

/** Fails the n-th call of `mapAsync`, counted from 0, of a device that lives on. */
const failingMap =
  (failing: number) =>
  (device: GPUDevice): void => {
    const { createBuffer } = device;
    let calls = 0;
    device.createBuffer = (descriptor) => {
      const buffer = createBuffer.call(device, descriptor);
      const { mapAsync } = buffer;
      buffer.mapAsync = async (...mode) => {
        if (calls++ === failing) throw new DOMException('the buffer cannot be mapped', 'OperationError');
        return mapAsync.call(buffer, ...mode);
      };
      return buffer;
    };
  };

/** The n-th submit finds no memory. */
const shortSubmit =
  (failing: number) =>
  (device: GPUDevice): void => {
    const { pushErrorScope, popErrorScope, queue } = device;
    const { submit } = queue;
    const open: string[] = [];
    let submits = 0;
    let short = false;
    device.pushErrorScope = (filter) => {
      open.push(filter);
      pushErrorScope.call(device, filter);
    };
    queue.submit = (commands) => {
      short = submits++ === failing;
      submit.call(queue, commands);
    };
    device.popErrorScope = async () => {
      const mine = open.pop() === 'out-of-memory' && short;
      if (mine) short = false;
      const error = await popErrorScope.call(device);
      return mine ? ({ message: 'no memory for the command' } as GPUError) : error;
    };
  };

describe('run', () => {
  it.each([0, 1, 2, 5])(
    'a result that cannot be mapped is an error of that run alone: run %i',
    async (failing) => {
      const { network, devices } = altered(failingMap(failing));
      const loaded = await network;
      for (let run = 0; run < 8; run++) {
        const answer = loaded.run(input);
        if (run === failing)
          await expect(answer).rejects.toMatchObject({
            message: expect.stringContaining('cannot be mapped'),
          });
        else expect((await answer).data.length).toBe(5);
      }
      expect(devices.length).toBe(1);
    },
  );

  it.each([0, 3])('no memory for a run is an error of that run alone: run %i', async (failing) => {
    const { network } = altered(shortSubmit(failing));
    const loaded = await network;
    for (let run = 0; run < 6; run++) {
      const answer = loaded.run(input);
      if (run === failing)
        await expect(answer).rejects.toMatchObject({
          code: 'out-of-memory',
          message: expect.stringContaining('no memory for the command'),
        });
      else expect((await answer).data.length).toBe(5);
    }
  });

  it('keeps as many buffers after many runs, failed ones among them, as after the first', async () => {
    const { network, devices } = altered(failingMap(10));
    const loaded = await network;
    const live = devices[0]!.live();
    for (let run = 0; run < byEffort({ sample: 200, deep: 10_000 }); run++) {
      await loaded.run(input).catch(() => {});
      await expect(loaded.run(input.subarray(1))).rejects.toMatchObject({ code: 'wrong-input' });
      expect(devices[0]!.live()).toBe(live);
    }
    loaded.dispose();
    expect(devices[0]!.live()).toBe(0);
  });

  it('keeps as many buffers after many loads as after none', async () => {
    for (let loads = 0; loads < byEffort({ sample: 20, deep: 500 }); loads++) {
      const { network, devices } = altered(() => {});
      const loaded = await network;
      await loaded.run(input);
      loaded.dispose();
      expect(devices.map((device) => [device.live(), device.destroyed()])).toEqual([[0, true]]);
    }
  });
});
