import { GpuError } from './errors.js';
import { chooseProgram } from './plan.js';

/**
 * The adapter, the program that fits it, and a device with exactly the limits that the program needs.
 *
 * @param {import('./runtime.js').LoadOptions} options
 */
export async function openDevice(plan, options) {
  const { gpu = globalThis.navigator?.gpu, device: own, program: wanted } = options;
  const adapter = own ? undefined : await findAdapter(gpu);
  const offered = own ?? adapter;
  const info = describeAdapter(own ? own.adapterInfo : adapter.info);
  const programName = chooseProgram(plan, info, offered.features, wanted);
  const program = plan.programs[programName];
  const requiredLimits = checkLimits(program, offered.limits, info, own);
  if (own) return { gpu, adapter, info, programName, program, device: own };
  const requiredFeatures = [...(program.features ?? []), 'timestamp-query'].filter((feature) =>
    adapter.features.has(feature),
  );
  try {
    const device = await adapter.requestDevice({ label: plan.network, requiredLimits, requiredFeatures });
    return { gpu, adapter, info, programName, program, device };
  } catch (cause) {
    throw new GpuError('no-adapter', `The adapter (${info.name}) gives no device: ${cause.message}`, {
      cause,
      adapter: info,
    });
  }
}

async function findAdapter(gpu) {
  if (!gpu) {
    const insecure = globalThis.isSecureContext === false;
    throw new GpuError(
      'no-webgpu',
      insecure
        ? 'WebGPU works only on pages that come over https or from localhost; serve this one so.'
        : 'There is no WebGPU here: navigator.gpu is missing. Use a browser that has it, or pass a GPU object as `gpu` (in Node, from the npm package webgpu).',
    );
  }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter) return adapter;
  throw new GpuError(
    'no-adapter',
    'WebGPU is here but offers no adapter: the browser or the driver blocks the graphics processor. Look at chrome://gpu or about:support, or install a Vulkan driver (on Debian: mesa-vulkan-drivers).',
  );
}

/** A plain copy of a GPUAdapterInfo, with `name` to show, and `subgroupSize` where all subgroups have one. */
function describeAdapter(info = {}) {
  const { vendor = '', architecture = '', device = '', description = '' } = info;
  const { subgroupMinSize: least, subgroupMaxSize: most } = info;
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed';
  return {
    vendor,
    architecture,
    device,
    description,
    subgroupSize: least === most ? least : undefined,
    name,
  };
}

/** @returns {Record<string, number>} what to request: the largest need of each limit */
function checkLimits({ limits }, available, adapter, own) {
  const required = {};
  for (const { limit, value, layer } of limits) {
    if (available[limit] < value)
      throw new GpuError(
        'limit',
        `Layer ${layer} needs ${limit} of ${value}; ${own ? 'the device that was given' : `the adapter (${adapter.name})`} has ${available[limit]}. ${own ? 'Request it with `requiredLimits`, or use' : 'Use'} another adapter, a smaller input or a smaller batch.`,
        { limit, needed: value, available: available[limit], layer, adapter },
      );
    required[limit] = Math.max(required[limit] ?? 0, value);
  }
  return required;
}
