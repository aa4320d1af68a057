import { create, globals } from 'webgpu';

/** WebGPU of the package webgpu, put where a browser has it. Dawn's toggles as in `enable-dawn-features=skip_validation`. */
export function installWebGpu(toggles: readonly string[]): GPU {
  Object.assign(globalThis, globals);
  const gpu = create([...toggles]);
  // TensorFlow.js looks for a browser. The reference also keeps the object alive: collected, it takes the process along.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  Object.assign(globalThis, { window: globalThis, self: globalThis });
  return gpu;
}
