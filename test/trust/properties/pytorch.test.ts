import { expect, it } from 'vitest';
import { provenClasses } from '../../../src/backends/pytorch/proven-classes.ts';
import { flatOutline } from '../../../src/ir/flat-outline.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { emittedModule, runJobs } from '../../backends/pytorch/run-emitted.ts';
import { hasTorch } from '../../oracles/python.ts';
import { type Drawn, draw, failuresOf } from './drawn.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 25, deep: 3000 };

/** What PyTorch says of modules that were written of the graphs, where it is not what the graphs say. */
function failures(drawn: readonly Drawn[]): readonly string[] {
  const answers = runJobs(
    drawn.map(({ graph, weights, input }) => ({
      module: emittedModule(graph),
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

it.skipIf(!hasTorch)(
  'modules in the author’s structure, and as a list, have the same tensors and compute the same',
  () => {
    const drawn = draw(amounts);
    const lists = drawn.map((each): Drawn => {
      const { graph } = each;
      return { ...each, graph: { ...graph, outline: flatOutline(graph) } };
    });
    const wrong = failures([...drawn, ...lists]);
    expect(wrong.length, wrong[0]).toBe(0);
    const plain = drawn.filter(({ graph }) => provenClasses(graph).outline !== graph.outline).length;
    recordNetworks(
      'pytorch',
      'PyTorch modules, in the author’s structure and as a list of operators, have the same parameters and compute the same (double precision, 1e-10)',
      amounts,
      `of which ${plain} were written without loops and formulas`,
    );
  },
);
