import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Weights } from '../../../src/index.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { numbers, withRandomWeights } from '../../ir/passes/programs.ts';
import { inputFor, onlyNetwork } from '../wgsl/emitted.ts';
import { randomText } from '../wgsl/random-text.ts';
import { emitModelOf, troublesIn } from './models.ts';

/** A failure prints the network; with the seed it is found again. Others: RNC_SEED=… RNC_RUNS=… */
const { RNC_SEED = '20261123', RNC_RUNS = '300' } = process.env;

it('random networks compute on ONNX Runtime what the reference computes', async () => {
  await fc.assert(
    fc.asyncProperty(randomText, fc.integer({ min: 1, max: 3 }), fc.boolean(), async (text, batch, fold) => {
      const source = { name: 'random.resnet', text };
      const { graph, weights } = withRandomWeights(onlyNetwork(source));
      const { model, run } = emitModelOf(source, { weights: weights as Weights, fold });
      expect(troublesIn(model)).toEqual([]);
      const input = inputFor(graph, batch, numbers(5));
      const { data } = await run(input);
      expect(relativeDifference(data, referenceOutput(graph, weights, input)), text).toBeLessThanOrEqual(
        1e-5,
      );
    }),
    { numRuns: Number(RNC_RUNS), seed: Number(RNC_SEED), endOnFailure: true },
  );
}, 600_000);
