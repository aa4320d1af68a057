import type { Node, NodeId } from '../graph.ts';
import { consumersOf } from '../graph.ts';
import { affineOf } from './channel-affine.ts';
import type { FoldedLayer } from './fold-affine.ts';
import { foldBefore, foldBehind } from './fold-affine.ts';
import { readOnce, rewrite } from './rewrite.ts';
import type { WeightedGraph } from './weighted-graph.ts';

/**
 * Folds a batchnorm or layer scale into the layer before it, whose only reader it is, else into the layer behind it, which is its only
 * reader. Everything is computed in double precision, and stays so: rounding is for the target.
 */
export function foldBatchnorm(program: WeightedGraph): WeightedGraph {
  const { graph, weights } = program;
  const isReadOnce = readOnce(graph);
  const consumers = consumersOf(graph);
  const replaced = new Map<NodeId, NodeId>();
  const changed = new Map<NodeId, Node>();
  const values = new Map<string, Float64Array>();
  const isBusy = (id: NodeId): boolean => replaced.has(id) || changed.has(id);
  const fold = (node: Node, into: FoldedLayer): void => {
    replaced.set(node.id, node.inputs[0]!);
    changed.set(into.node.id, into.node);
    for (const [name, data] of into.values) values.set(name, data);
  };
  for (const node of graph.nodes) {
    if (node.op !== 'batchnorm' && node.op !== 'layer_scale') continue;
    const producer = graph.nodes[node.inputs[0]!]!;
    // What has just changed is looked at again in the next round.
    if (isBusy(producer.id)) continue;
    const affine = affineOf(node, weights)!;
    const [reader] = consumers[node.id]!;
    const canGoOn = isReadOnce[node.id] && reader !== undefined;
    const folded =
      (isReadOnce[producer.id] ? foldBehind(program, producer, affine) : undefined) ??
      (canGoOn ? foldBefore(program, graph.nodes[reader]!, affine) : undefined);
    if (folded !== undefined) fold(node, folded);
  }
  return rewrite(program, { replaced, changed, values });
}
