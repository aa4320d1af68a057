import type { Node, NodeId } from '../graph.ts';
import { rewrite } from './rewrite.ts';
import type { PreciseWeights, WeightedGraph } from './weighted-graph.ts';

/** Of nodes with one operator, the same attributes and inputs and the same values in their tensors, only the first stays. */
export function removeDuplicates(program: WeightedGraph): WeightedGraph {
  const { nodes } = program.graph;
  const replaced = new Map<NodeId, NodeId>();
  const seen = new Map<string, Node[]>();
  for (const node of nodes) {
    // A node's inputs come before it, so those of two branches that are alike have become the same by now.
    const inputs = node.inputs.map((input) => replaced.get(input) ?? input);
    const key = JSON.stringify([node.op, node.attributes, inputs]);
    const alike = seen.get(key);
    const first = alike?.find((other) => sameTensors(node, other, program.weights));
    if (first !== undefined) replaced.set(node.id, first.id);
    else if (alike !== undefined) alike.push(node);
    else seen.set(key, [node]);
  }
  return rewrite(program, { replaced });
}

/** Of nodes with the same attributes and inputs, whose tensors have the same shapes. */
function sameTensors(node: Node, other: Node, weights: PreciseWeights): boolean {
  return node.tensors.every(({ name }, index) => {
    const { data } = weights.get(name)!;
    const { data: otherData } = weights.get(other.tensors[index]!.name)!;
    return data.every((value, at) => value === otherData[at]);
  });
}
