import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GpuError, LoadOptions, Network } from '../../templates/wgsl/runtime/runtime.d.ts';
import type { OutputFile } from '../index.ts';
import { withTemporaryFolder } from './temporary-folder.ts';
import { writeFlushed } from './write-file.ts';

interface EmittedModule {
  readonly load: (options: LoadOptions) => Promise<Network>;
  readonly GpuError: typeof GpuError;
}

export interface Measured {
  readonly output: Float32Array;
  /** Least time in ms of each layer, by its first path; without timestamps one entry '' for the whole run. */
  readonly milliseconds: ReadonlyMap<string, number>;
}

const rounds = 7;

/** Loads an emitted program and hands it to `work`; disposes of it whatever happens. */
export function withNetwork<T>(
  files: readonly OutputFile[],
  name: string,
  gpu: GPU,
  work: (network: Network, errors: EmittedModule['GpuError']) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder(join(tmpdir(), 'rnc-tune-'), async (folder) => {
    for (const { path, content } of files) await writeFlushed(join(folder, path), content);
    const module = (await import(pathToFileURL(join(folder, `${name}.js`)).href)) as EmittedModule;
    const network = await module.load({ gpu });
    try {
      return await work(network, module.GpuError);
    } finally {
      network.dispose();
    }
  });
}

/** Times every layer, the shortest of several rounds, after one that warms the driver up. */
export async function measure(
  network: Network,
  errors: EmittedModule['GpuError'],
  input: Float32Array,
): Promise<Measured> {
  const { data: output } = await network.run(input);
  const milliseconds = new Map<string, number>();
  const least = (layer: string, time: number): void => {
    milliseconds.set(layer, Math.min(time, milliseconds.get(layer) ?? Number.POSITIVE_INFINITY));
  };
  for (let round = 0; round < rounds; round++) {
    try {
      const { steps } = await network.profile(input);
      const times = new Map<string, number>();
      for (const { layers, nanoseconds } of steps) {
        const layer = layers[0] ?? '';
        times.set(layer, (times.get(layer) ?? 0) + nanoseconds / 1e6);
      }
      for (const [layer, time] of times) least(layer, time);
    } catch (error) {
      if (!(error instanceof errors && error.code === 'no-timestamps')) throw error;
      const start = performance.now();
      await network.run(input);
      least('', performance.now() - start);
    }
  }
  return { output, milliseconds };
}
