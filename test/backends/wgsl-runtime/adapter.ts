import { existsSync } from 'node:fs';

/** Mesa's CPU driver, with which these tests run unless the environment names another. */
const lavapipe = '/usr/share/vulkan/icd.d/lvp_icd.json';
const drivers = (process.env.VK_ICD_FILENAMES ?? lavapipe).split(':');
const advice = `tests on a WebGPU adapter need a Vulkan driver at ${drivers.join(':')}; on Debian: apt-get install mesa-vulkan-drivers`;

export const hasAdapter = process.platform !== 'linux' || drivers.some((path) => existsSync(path));
if (!hasAdapter) {
  if (process.env.CI === 'true') throw new Error(advice);
  console.warn(`tests on a WebGPU adapter are skipped: ${advice}`);
}

let opened: Promise<GPU> | undefined;

/** The GPU object of the npm package `webgpu`, one for the process: it and what comes from it must not be collected. */
export function openGpu(): Promise<GPU> {
  opened ??= start();
  return opened;
}

async function start(): Promise<GPU> {
  // The Vulkan loader reads the environment when the package is loaded.
  process.env.VK_ICD_FILENAMES ??= lavapipe;
  process.env.XDG_RUNTIME_DIR ??= '/tmp';
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  return create([]);
}
