import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runTfjs, runTfjsModel } from '../../../src/cli/run-tfjs.ts';
import { emit } from '../../../src/compile.ts';
import type { Weights } from '../../../src/index.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { prepare } from './drawn.ts';
import { recordNetworks } from './figures.ts';

/** Each network is a module of its own, which Node keeps until the process ends: 1,500 of them did not fit into 4 GB. */
const amounts = { sample: 8, deep: 200 };

it('TensorFlow.js computes what the reference computes, by the function and by the model to be trained', async () => {
  await fc.assert(
    fc.asyncProperty(networks, fc.constantFrom(runTfjs, runTfjsModel), async (network, run) => {
      const { graph, weights, input, origin, text } = prepare(network);
      const files = emit(graph, { target: 'tfjs', weights: weights as Weights }, origin).value;
      const batch = { shape: input.shape, data: Float32Array.from(input.data) };
      const { data } = await run(files, graph.name, weights as Weights, batch);
      expect(relativeDifference(data, referenceOutput(graph, weights, input)), text).toBeLessThanOrEqual(
        1e-5,
      );
    }),
    runs(amounts),
  );
  recordNetworks(
    'tfjs',
    'TensorFlow.js computes what the reference computes (1e-5), by the function or the layers model',
    amounts,
  );
});
