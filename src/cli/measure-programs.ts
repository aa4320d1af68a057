import type { Network } from '../../templates/wgsl/runtime/runtime.d.ts';
import { isGpuError } from './run-wgsl.ts';

export interface Measured {
  readonly output: Float32Array;
  /** Least time in ms of each layer, by its first path; without timestamps one entry '' for the whole run. */
  readonly milliseconds: ReadonlyMap<string, number>;
}

const rounds = 7;

/** Times every layer, the shortest of several rounds, after one that warms the driver up. */
export async function measure(network: Network, input: Float32Array): Promise<Measured> {
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
      if (!(isGpuError(error) && error.code === 'no-timestamps')) throw error;
      const start = performance.now();
      await network.run(input);
      least('', performance.now() - start);
    }
  }
  return { output, milliseconds };
}
