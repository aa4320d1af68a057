import { openGpu } from '../wgsl-runtime/adapter.ts';

/**
 * A device with the limits that WebGPU guarantees, so that a network that runs on it runs everywhere; with every feature that a program may
 * ask for. One for the process: devices and what they come from must not be collected.
 */
export function openDevice(): Promise<GPUDevice> {
  opened ??= start();
  return opened;
}

let opened: Promise<GPUDevice> | undefined;

async function start(): Promise<GPUDevice> {
  const gpu = await openGpu();
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error('the Vulkan driver offers no adapter');
  const wanted = ['subgroups', 'shader-f16'] as readonly string[] as readonly GPUFeatureName[];
  const device = await adapter.requestDevice({
    requiredFeatures: wanted.filter((feature) => adapter.features.has(feature)),
  });
  kept.push(gpu, adapter, device);
  return device;
}

const kept: object[] = [];
