import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Weights } from '../../../src/index.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { numbers, withRandomWeights } from '../../ir/passes/programs.ts';
import { hasAdapter } from '../wgsl-runtime/adapter.ts';
import { openDevice } from './device.ts';
import { emit, inputFor, onlyNetwork, relativeError, runPrograms } from './emitted.ts';
import { randomText } from './random-text.ts';
import { lanesOf } from './test-operators.ts';

/** A failure prints the network; with the seed it is found again. Others: RNC_SEED=… RNC_RUNS=… RNC_PROGRAM=tiles */
const { RNC_SEED = '20261123', RNC_RUNS = '150', RNC_PROGRAM } = process.env;

const tolerances = { off: 1e-5, f2: 1e-4, f4: 1e-4 } as const;
const winograd = fc.constantFrom('off', 'off', 'f2', 'f4');

describe.skipIf(!hasAdapter)('random networks', () => {
  it('compute what the reference computes', async () => {
    const device = await openDevice();
    const programs = [RNC_PROGRAM ?? lanesOf(device)[0] ?? 'tiles'];
    await fc.assert(
      fc.asyncProperty(
        randomText,
        fc.integer({ min: 1, max: 3 }),
        winograd,
        async (text, batch, winograd) => {
          const source = { name: 'random.resnet', text };
          const { graph, weights } = withRandomWeights(onlyNetwork(source));
          const input = inputFor(graph, batch, numbers(5));
          const expected = referenceOutput(graph, weights, input);
          const emitted = emit(source, { weights: weights as Weights, batch, winograd });
          const [result] = await runPrograms(emitted, { device, programs }, input);
          expect(relativeError(result!.data, expected), text).toBeLessThanOrEqual(tolerances[winograd]);
        },
      ),
      { numRuns: Number(RNC_RUNS), seed: Number(RNC_SEED), endOnFailure: true },
    );
  }, 600_000);
});
