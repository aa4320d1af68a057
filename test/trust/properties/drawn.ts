import fc from 'fast-check';
import type { Origin } from '../../../src/compile.ts';
import { check } from '../../../src/index.ts';
import type { Graph } from '../../../src/ir/graph.ts';
import type { WeightedGraph } from '../../../src/ir/passes/weighted-graph.ts';
import type { Batch } from '../../../src/reference/run.ts';
import { inputFor } from '../../backends/wgsl/emitted.ts';
import { numbers, withRandomWeights } from '../../ir/passes/programs.ts';
import type { Effort } from '../effort.ts';
import { runs } from '../effort.ts';
import { networks, textOf } from '../networks/arbitrary.ts';
import type { GeneratedNetwork } from '../networks/network.ts';

/** A generated network with weights and an input, to be run. */
export interface Drawn {
  readonly text: string;
  readonly graph: Graph;
  readonly origin: Origin;
  readonly weights: WeightedGraph['weights'];
  readonly input: Batch;
}

export function prepare(network: GeneratedNetwork, batch = 2): Drawn {
  const [root] = network.files;
  const { networks: graphs, files } = check(root!, { load: network.load });
  const graph = graphs.at(-1)!;
  const { weights } = withRandomWeights(graph);
  const input = inputFor(graph, batch, numbers(5));
  return { text: textOf(network), graph, origin: { name: root!.name, files }, weights, input };
}

/** So many at once, for engines that are started once: of those that fail, the shortest is shown. */
export function draw(amounts: Readonly<Record<Effort, number>>): readonly Drawn[] {
  return fc.sample(networks, runs(amounts)).map((network) => prepare(network));
}

/** What went wrong, the shortest network first. */
export function failuresOf(
  drawn: readonly Drawn[],
  problemOf: (each: Drawn, at: number) => string | undefined,
): readonly string[] {
  return drawn
    .map((each, at) => ({ text: each.text, problem: problemOf(each, at) }))
    .filter(({ problem }) => problem !== undefined)
    .sort((a, b) => a.text.length - b.text.length)
    .map(({ text, problem }) => `${problem}\n${text}`);
}
