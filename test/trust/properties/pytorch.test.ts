import { expect, it } from 'vitest';
import { flatOutline } from '../../../src/ir/flat-outline.ts';
import type { Graph } from '../../../src/ir/graph.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { emittedModule, runJobs } from '../../backends/pytorch/run-emitted.ts';
import { hasTorch } from '../../oracles/python.ts';
import { effort } from '../effort.ts';
import { recordFigures } from '../figures.ts';
import { type Drawn, draw, failuresOf } from './drawn.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 25, deep: 3000 };

/** What PyTorch says of modules that were written of the graphs, where it is not what the graphs say. */
function failures(drawn: readonly Drawn[], shownAs: (graph: Graph) => Graph): readonly string[] {
  const answers = runJobs(
    drawn.map(({ graph, weights, input }) => ({
      module: emittedModule(shownAs(graph)),
      run: { weights, input },
    })),
  );
  return failuresOf(drawn, ({ graph, weights, input }, at) => {
    const { error, state, result, shape } = answers[at]!;
    if (error !== undefined) return error;
    const own = tensorsOf(graph).map((tensor) => JSON.stringify([tensor.name, tensor.shape]));
    const theirs = state
      .filter(([name]) => !name.endsWith('num_batches_tracked'))
      .map((entry) => JSON.stringify(entry));
    if (own.toSorted().join() !== theirs.toSorted().join()) return `the state is ${theirs}, not ${own}`;
    const [channels, height, width] = graph.nodes[graph.output]!.output;
    const extents = shape.length === 2 ? [2, channels] : [2, channels, height, width];
    if (String(shape) !== String(extents)) return `the output is ${shape}, not ${extents}`;
    const apart = relativeDifference(result, referenceOutput(graph, weights, input));
    return apart <= 1e-10 ? undefined : `${apart} apart`;
  });
}

it.skipIf(!hasTorch)('PyTorch has the same tensors and computes the same, operator by operator', () => {
  const wrong = failures(draw(amounts), (graph) => ({ ...graph, outline: flatOutline(graph) }));
  expect(wrong.length, wrong[0]).toBe(0);
  recordNetworks(
    'pytorch',
    'PyTorch has the same parameters and computes the same (double precision, 1e-10), operators in a row',
    amounts,
  );
});

// Not every way in which a network can be structured is written right yet: how many are not is counted, and the shortest shown.
it.skipIf(!hasTorch || effort !== 'deep')('modules that keep the author’s structure, counted', () => {
  const drawn = draw(amounts);
  const wrong = failures(drawn, (graph) => graph);
  if (wrong.length > 0) console.warn(wrong[0]);
  const result = `${drawn.length} networks, ${wrong.length} disagreements`;
  const command = 'npx vitest run --project trust --mode deep test/trust/properties/pytorch.test.ts';
  const what = 'PyTorch modules in the author’s structure';
  recordFigures('properties-pytorch-structure', [
    { part: 'Properties over generated networks', what, result, command },
  ]);
});
