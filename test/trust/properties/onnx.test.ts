import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runOnnx } from '../../../src/cli/run-onnx.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { asModel, troublesIn } from '../../backends/onnx/models.ts';
import { runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { prepare } from './drawn.ts';
import { recordNetworks } from './figures.ts';
import { onnxFiles } from './onnx-files.ts';

const amounts = { sample: 30, deep: 5000 };

it('ONNX Runtime computes what the reference computes, as written and folded', async () => {
  await fc.assert(
    fc.asyncProperty(networks, fc.boolean(), async (network, fold) => {
      const drawn = prepare(network);
      const { graph, weights, input } = drawn;
      const files = onnxFiles(drawn, fold);
      expect(troublesIn(asModel(files).model)).toEqual([]);
      const { data } = await runOnnx(files, graph.name, {
        shape: input.shape,
        data: Float32Array.from(input.data),
      });
      expect(
        relativeDifference(data, referenceOutput(graph, weights, input)),
        drawn.text,
      ).toBeLessThanOrEqual(1e-5);
    }),
    runs(amounts),
  );
  recordNetworks(
    'onnx',
    'ONNX Runtime computes what the reference computes (1e-5), as written or folded',
    amounts,
  );
});
