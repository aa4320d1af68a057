import { rewrite } from './rewrite.ts';
import type { WeightedGraph } from './weighted-graph.ts';

/** Removes what the output does not depend on. The input stays: every other node leads back to it. */
export function removeDead(program: WeightedGraph): WeightedGraph {
  const { nodes, output } = program.graph;
  const alive = new Set([output]);
  for (const { id, inputs } of nodes.toReversed())
    if (alive.has(id)) for (const input of inputs) alive.add(input);
  return rewrite(program, {
    removed: new Set(nodes.flatMap(({ id }) => (alive.has(id) ? [] : [id]))),
  });
}
