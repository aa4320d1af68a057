import type { Graph, NodeId } from './graph.ts';
import { elements } from './shape.ts';

export const bytesPerFloat = 4;

/**
 * The largest sum of values that are alive at once when the nodes run in their order at batch 1, in float32 bytes. A value
 * lives from the node that makes it to its last reader, the input and the output included; a node's inputs and its output are
 * alive together, so nothing is computed in place and nothing is fused. What a target really takes is a target's matter.
 */
export function peakActivationBytes(graph: Graph): number {
  const lastReader = graph.nodes.map((node): NodeId => node.id);
  for (const node of graph.nodes) for (const input of node.inputs) lastReader[input] = node.id;
  lastReader[graph.output] = graph.nodes.length;
  const endingAt = new Map<NodeId, NodeId[]>();
  lastReader.forEach((reader, id) => {
    const ending = endingAt.get(reader);
    if (ending) ending.push(id);
    else endingAt.set(reader, [id]);
  });
  let alive = 0;
  let peak = 0;
  for (const node of graph.nodes) {
    alive += elements(node.output);
    peak = Math.max(peak, alive);
    for (const id of endingAt.get(node.id) ?? []) alive -= elements(graph.nodes[id]!.output);
  }
  return peak * bytesPerFloat;
}
