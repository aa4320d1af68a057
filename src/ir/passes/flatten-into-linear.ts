import type { Node, NodeId } from '../graph.ts';
import { inputShapesOf, rewrite, withAttributes } from './rewrite.ts';
import type { WeightedGraph } from './weighted-graph.ts';

/** A linear layer flattens what it is given, so it reads past a flatten, which `removeDead` takes away if nobody else reads it. */
export function flattenIntoLinear(program: WeightedGraph): WeightedGraph {
  const { graph } = program;
  const changed = new Map<NodeId, Node>();
  for (const node of graph.nodes) {
    if (node.op !== 'linear') continue;
    let input = graph.nodes[node.inputs[0]!]!;
    if (input.op !== 'flatten') continue;
    while (input.op === 'flatten') input = graph.nodes[input.inputs[0]!]!;
    const moved = { ...node, inputs: [input.id] };
    changed.set(node.id, withAttributes(moved, { pointwise: false }, inputShapesOf(graph, moved)));
  }
  return rewrite(program, { changed });
}
