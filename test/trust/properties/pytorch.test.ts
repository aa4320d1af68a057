import { expect, it } from 'vitest';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { emittedModule, runJobs } from '../../backends/pytorch/run-emitted.ts';
import { hasTorch } from '../../oracles/python.ts';
import { draw, failuresOf } from './drawn.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 25, deep: 3000 };

it.skipIf(!hasTorch)('PyTorch has the same tensors and computes the same, in double precision', () => {
  const drawn = draw(amounts);
  const answers = runJobs(
    drawn.map(({ graph, weights, input }) => ({ module: emittedModule(graph), run: { weights, input } })),
  );
  const failures = failuresOf(drawn, ({ graph, weights, input }, at) => {
    const { error, state, result, shape } = answers[at]!;
    if (error !== undefined) return error;
    const own = JSON.stringify(tensorsOf(graph).map((tensor) => [tensor.name, tensor.shape]));
    const theirs = JSON.stringify(state.filter(([name]) => !name.endsWith('num_batches_tracked')));
    if (own !== theirs) return `the state is ${theirs}, not ${own}`;
    const [channels, height, width] = graph.nodes[graph.output]!.output;
    const extents = shape.length === 2 ? [2, channels] : [2, channels, height, width];
    if (JSON.stringify(shape) !== JSON.stringify(extents)) return `the output is ${shape}, not ${extents}`;
    const apart = relativeDifference(result, referenceOutput(graph, weights, input));
    return apart <= 1e-10 ? undefined : `${apart} apart`;
  });
  expect(failures.length, failures[0]).toBe(0);
  recordNetworks(
    'pytorch',
    'PyTorch has the same parameters and computes the same (double precision, 1e-10)',
    amounts,
  );
});
