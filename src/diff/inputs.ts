import type { Graph, Node, NodeId } from '../ir/graph.ts';
import type { Property } from './difference.ts';
import type { PairedNodes } from './pair.ts';

export interface Wires {
  readonly property: Property | undefined;
  /** Something that it reads, or read, is in one network only, or it reads something else. */
  readonly neighbour: boolean;
}

export interface Graphs {
  readonly before: Graph;
  readonly after: Graph;
}

/** Compares what two operators read. One that was moved reads what stands there now; only what moved with it still has to be there. */
export function compareReads(before: Node, after: Node, graphs: Graphs, nodes: PairedNodes): Wires {
  const wires = compareInputs(before.inputs, after.inputs, graphs, nodes);
  const { moved, afterOf } = nodes;
  const isAtHome = before.inputs.every((id) => !moved.has(id) || after.inputs.includes(afterOf.get(id)!));
  return moved.has(before.id) && isAtHome ? { property: undefined, neighbour: true } : wires;
}

/**
 * Compares what is read. Where something was put in between, taken out or moved, what stood behind it reads something else
 * without having been touched: as many inputs as are new may stand for others.
 */
export function compareInputs(
  before: readonly NodeId[],
  after: readonly NodeId[],
  graphs: Graphs,
  { afterOf, beforeOf, moved }: PairedNodes,
): Wires {
  const partners = before.map((id) => afterOf.get(id));
  if (before.length === after.length && partners.every((id, index) => id === after[index]))
    return { property: undefined, neighbour: false };
  const kept = partners.filter((id, index) => id !== undefined && !moved.has(before[index]!));
  const still = after.filter((id) => beforeOf.has(id) && !moved.has(beforeOf.get(id)!));
  const [gone, come] = [before.length - kept.length, after.length - still.length];
  const lost = kept.filter((id) => !still.includes(id!)).length;
  const gained = still.filter((id) => !kept.includes(id)).length;
  const onlyAnotherOrder = gone + come + lost + gained === 0;
  if (!onlyAnotherOrder && lost <= come && gained <= gone) return { property: undefined, neighbour: true };
  const names = (graph: Graph, ids: readonly NodeId[]): string =>
    ids.map((id) => graph.nodes[id]!.path).join(', ');
  const property: Property = {
    name: 'inputs',
    before: names(graphs.before, before),
    after: names(graphs.after, after),
    follows: false,
  };
  return { property, neighbour: true };
}
