import type { Graph, ScopeId } from './graph.ts';
import { operatorOf } from './operators.ts';

/**
 * The number in a network's name, as He et al. 2015 count it: convolutions and linear layers (what has MACs) on the
 * longest path from input to output. What stands in a shortcut (projections) or a gate (squeeze-and-excitation) is left out.
 */
export function depth(graph: Graph): number {
  const beside = scopesBesideMainPath(graph);
  const depths: number[] = [];
  for (const node of graph.nodes) {
    const before = node.inputs.reduce((longest, id) => Math.max(longest, depths[id]!), 0);
    const counts = operatorOf(node.op).macs !== undefined && !beside.has(node.scope);
    depths.push(before + (counts ? 1 : 0));
  }
  return depths[graph.output]!;
}

/** Scopes inside a shortcut or a gate, those themselves included. */
export function scopesBesideMainPath(graph: Graph): ReadonlySet<ScopeId> {
  const beside = new Set<ScopeId>();
  for (const { id, kind, parent } of graph.scopes) {
    if (kind === 'shortcut' || kind === 'gate' || (parent !== undefined && beside.has(parent)))
      beside.add(id);
  }
  return beside;
}
