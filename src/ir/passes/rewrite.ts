import type { Node, NodeId } from '../graph.ts';
import { tensorsOf } from '../graph.ts';
import { operatorOf } from '../operators.ts';
import type { Shape } from '../shape.ts';
import type { FlatGraph, WeightedGraph } from './weighted-graph.ts';

/** What a pass wants done, all of it in the numbers of the graph that it was given. */
export interface Edit {
  /** Nodes that go, and the earlier node that their readers read instead. */
  readonly replaced?: ReadonlyMap<NodeId, NodeId>;
  /** Nodes that go and have no reader that stays. */
  readonly removed?: ReadonlySet<NodeId>;
  /** Nodes that stay under their number with other inputs, attributes or tensors. */
  readonly changed?: ReadonlyMap<NodeId, Node>;
  /** New values of tensors that the changed nodes own, by name. */
  readonly values?: ReadonlyMap<string, Float64Array>;
}

/**
 * Carries out an edit: numbers the nodes anew, in their order, and drops the tensors that no node owns any more. Without an edit
 * the program is returned as it is. Linear in nodes and edges.
 */
export function rewrite(program: WeightedGraph, edit: Edit): WeightedGraph {
  const { replaced, removed, changed, values } = edit;
  if (!replaced?.size && !removed?.size && !changed?.size) return program;
  const { name, documentation, source, scopes, nodes, output } = program.graph;
  const numbers: NodeId[] = [];
  const kept: Node[] = [];
  for (const { id } of nodes) {
    const replacement = replaced?.get(id);
    // The node that is read instead comes earlier, so its own number is known, even where it goes itself.
    if (replacement !== undefined) numbers.push(numbers[replacement]!);
    else if (removed?.has(id)) numbers.push(-1);
    else {
      const node = changed?.get(id) ?? nodes[id]!;
      numbers.push(kept.length);
      kept.push({ ...node, id: kept.length, inputs: node.inputs.map((input) => numbers[input]!) });
    }
  }
  const graph: FlatGraph = {
    ...{ name, documentation, source, scopes },
    nodes: kept,
    output: numbers[output]!,
  };
  const weights = tensorsOf(graph).map(({ name: tensor, shape }) => {
    const data = values?.get(tensor);
    return [tensor, data === undefined ? program.weights.get(tensor)! : { shape, data }] as const;
  });
  return { graph, weights: new Map(weights) };
}

/** The node with other attributes, and the tensors that its operator then owns. Its output's shape must stay. */
export function withAttributes<N extends Node>(
  node: N,
  attributes: Partial<N['attributes']>,
  inputs: readonly Shape[],
): N {
  const all = { ...node.attributes, ...attributes } as N['attributes'];
  const tensors = operatorOf(node.op).tensors?.(all as never, inputs) ?? [];
  return {
    ...node,
    attributes: all,
    tensors: tensors.map((tensor) => ({
      ...tensor,
      name: tensor.name === '' ? node.path : `${node.path}.${tensor.name}`,
    })),
  };
}

export function inputShapesOf({ nodes }: FlatGraph, node: Node): readonly Shape[] {
  return node.inputs.map((id) => nodes[id]!.output);
}

/** For each node whether exactly one place reads it: one input of one node, or the network's output. */
export function readOnce({ nodes, output }: FlatGraph): readonly boolean[] {
  const reads = nodes.map(({ id }) => (id === output ? 1 : 0));
  for (const { inputs } of nodes) for (const input of inputs) reads[input]! += 1;
  return reads.map((count) => count === 1);
}
