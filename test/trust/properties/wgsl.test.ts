import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Plan } from '../../../src/backends/wgsl/plan.ts';
import { emit } from '../../../src/compile.ts';
import type { OutputFile, Weights } from '../../../src/index.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { openDevice } from '../../backends/wgsl/device.ts';
import { type Emitted, runPrograms } from '../../backends/wgsl/emitted.ts';
import { lanesOf } from '../../backends/wgsl/test-operators.ts';
import { hasAdapter } from '../../backends/wgsl-runtime/adapter.ts';
import { effort, runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { prepare } from './drawn.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 15, deep: 120 };

/** Winograd's transforms lose digits. */
const tolerances = { off: 1e-5, f2: 1e-4, f4: 1e-4 } as const;

it.skipIf(!hasAdapter)(
  'WebGPU computes what the reference computes, by the program for CPU adapters and by that for GPUs',
  async () => {
    const device = await openDevice();
    // The program for GPUs takes long to compile on a CPU.
    const programs = effort === 'deep' ? [...lanesOf(device), 'tiles'] : lanesOf(device).slice(0, 1);
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        networks,
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('off', 'off', 'f2', 'f4'),
        async (network, batch, winograd) => {
          const { graph, weights, input, origin, text } = prepare(network, batch);
          const options = { target: 'wgsl', weights: weights as Weights, batch, winograd } as const;
          const emitted = emittedOf(emit(graph, options, origin).value);
          const expected = referenceOutput(graph, weights, input);
          for (const { data } of await runPrograms(emitted, { device, programs }, input)) {
            expect(relativeDifference(data, expected), text).toBeLessThanOrEqual(tolerances[winograd]);
            compared++;
          }
        },
      ),
      { ...runs(amounts), endOnFailure: true },
    );
    recordNetworks(
      'wgsl',
      'WebGPU computes what the reference computes, on a CPU adapter (1e-5; with Winograd’s transforms 1e-4)',
      amounts,
      `programs ${programs.join(' and ')}, ${compared} results`,
    );
  },
);

function emittedOf(files: readonly OutputFile[]): Emitted {
  const text = (path: string): string => String(files.find((file) => file.path === path)!.content);
  const plan = files.find(({ path }) => path.endsWith('.plan.json'))!.path;
  return { files, plan: JSON.parse(text(plan)) as Plan, text };
}
