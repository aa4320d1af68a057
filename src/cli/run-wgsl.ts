import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GpuError, GpuErrorCode, LoadOptions, Network } from '../../templates/wgsl/runtime/runtime.d.ts';
import type { NumberArray } from '../data/npy.ts';
import type { OutputFile } from '../index.ts';
import { stop } from './exit.ts';
import { importPeer } from './import-peer.ts';
import { withTemporaryFolder } from './temporary-folder.ts';
import { writeFlushed } from './write-file.ts';

interface EmittedModule {
  readonly load: (options: LoadOptions) => Promise<Network>;
}

const missing =
  'WebGPU in Node needs the npm package webgpu, which is not installed here; install it with\n  npm install webgpu';

/** Node's WebGPU. The object must be kept as long as anything of it is in use. */
export async function loadWebGpu(): Promise<GPU> {
  const { create } = (await importPeer('webgpu', missing)) as { create: (options: string[]) => GPU };
  return create([]);
}

/** Does work on an adapter; what is wrong with the machine ends the command and says so. */
async function stopForMachine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isGpuError(error) && causes[error.code] === 'machine') stop(2, explain(error));
    throw error;
  }
}

/** By its name: each emitted program brings a class of its own. */
export function isGpuError(error: unknown): error is GpuError {
  return error instanceof Error && error.name === 'GpuError' && 'code' in error;
}

/** Loads an emitted program and hands it to `work`; disposes of it whatever happens, since a device keeps the process alive. */
export function withNetwork<T>(
  files: readonly OutputFile[],
  name: string,
  options: LoadOptions,
  work: (network: Network) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder(join(tmpdir(), 'rnc-run-'), async (folder) => {
    for (const { path, content } of files) await writeFlushed(join(folder, path), content);
    const { load } = (await import(pathToFileURL(join(folder, `${name}.js`)).href)) as EmittedModule;
    return stopForMachine(async () => {
      const network = await load(options);
      try {
        return await work(network);
      } finally {
        network.dispose();
      }
    });
  });
}

/** Runs the emitted program in this process on the npm package `webgpu`: N×C×H×W in, N×classes (or N×C×H×W) out. */
export async function runWgsl(
  files: readonly OutputFile[],
  name: string,
  input: NumberArray,
  program: string | undefined,
): Promise<NumberArray> {
  const gpu = await loadWebGpu();
  const options = { gpu, ...(program === undefined ? {} : { program }) };
  return withNetwork(files, name, options, (network) => network.run(input.data));
}

/** The machine, its driver or its files; or rnc, which wrote a plan and an input that belong together. */
const causes: Readonly<Record<GpuErrorCode, 'machine' | 'rnc'>> = {
  'no-webgpu': 'machine',
  'no-adapter': 'machine',
  limit: 'machine',
  'out-of-memory': 'machine',
  kernel: 'machine',
  'device-lost': 'machine',
  'unreachable-file': 'machine',
  'wrong-input': 'rnc',
  'bad-weights': 'rnc',
  'bad-plan': 'rnc',
  'no-timestamps': 'rnc',
  disposed: 'rnc',
};

/** The runtime's own words, save where they are for a page. */
function explain({ code, message, adapter }: GpuError): string {
  if (code === 'no-adapter' && adapter === undefined) return noAdapter(process.platform, process.env);
  return message;
}

const lavapipe = '/usr/share/vulkan/icd.d/lvp_icd.json';

/** What to do where WebGPU starts and has no adapter. */
export function noAdapter(
  platform: NodeJS.Platform,
  { VK_ICD_FILENAMES: drivers }: NodeJS.ProcessEnv,
): string {
  const found = 'WebGPU finds no adapter, that is no graphics processor with a driver that it can use';
  if (platform !== 'linux') return `${found}; update the driver, or use --target tfjs`;
  const named = drivers === undefined ? '' : `; VK_ICD_FILENAMES names ${drivers} as the Vulkan driver`;
  return `${found}${named}
  Drivers, also lavapipe, which needs no graphics processor, come on Debian with
    apt-get install libvulkan1 mesa-vulkan-drivers
  from Debian 13 on, or with \`-t bookworm-backports\` on Debian 12, whose own Mesa is too old.
  VK_ICD_FILENAMES=${lavapipe} chooses lavapipe where there are several.`;
}
