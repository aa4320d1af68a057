import type { Dispatch } from './dispatch.ts';
import type { Buffer, LimitName, Requirement, Step } from './plan.ts';

/** What WebGPU guarantees on every device. https://www.w3.org/TR/webgpu/#limits */
export const defaultLimits: Readonly<Record<LimitName, number>> = {
  maxBufferSize: 256 * 2 ** 20,
  maxStorageBufferBindingSize: 128 * 2 ** 20,
  maxStorageBuffersPerShaderStage: 8,
  maxComputeWorkgroupStorageSize: 16384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupsPerDimension: 65535,
};

/** Of each limit whose default is not enough, what is needed and the layer that needs most. */
export function requirements(
  dispatches: readonly Dispatch[],
  steps: readonly Step[],
  buffers: readonly Buffer[],
): readonly Requirement[] {
  const most = new Map<LimitName, Requirement>();
  const need = (limit: LimitName, value: number, layer: string): void => {
    if (value > defaultLimits[limit] && value > (most.get(limit)?.value ?? 0)) {
      most.set(limit, { limit, value, layer });
    }
  };
  for (const [at, dispatch] of dispatches.entries()) {
    const layer = dispatch.layers[0]!;
    need('maxStorageBuffersPerShaderStage', dispatch.operands.length, layer);
    need('maxComputeWorkgroupStorageSize', dispatch.workgroupBytes ?? 0, layer);
    need('maxComputeInvocationsPerWorkgroup', dispatch.invocations, layer);
    need('maxComputeWorkgroupsPerDimension', Math.max(...dispatch.workgroups), layer);
    for (const binding of steps[at]!.bindings) {
      if (!('buffer' in binding)) continue;
      need('maxStorageBufferBindingSize', binding.bytes, layer);
      need('maxBufferSize', buffers[binding.buffer]!.bytes, layer);
    }
  }
  return [...most.values()];
}
