import type { NodeId } from '../ir/graph.ts';
import type { Part } from './part.ts';

/** Two parts that are one, before and after, and what stands inside them. */
export interface Pair {
  readonly before: Part;
  readonly after: Part;
  readonly parts: readonly Aligned[];
  /** It stands elsewhere than its neighbours of before. */
  readonly moved: boolean;
}

/** What one or both networks have at a place, in the order of both; at one place what is gone comes first. */
export type Aligned =
  | { readonly kind: 'both'; readonly pair: Pair }
  | { readonly kind: 'before'; readonly part: Part }
  | { readonly kind: 'after'; readonly part: Part };

/** Every pair of a tree, parents before what stands inside them. */
export function everyPair(root: Pair): readonly Pair[] {
  const pairs: Pair[] = [];
  const visit = (pair: Pair): void => {
    pairs.push(pair);
    for (const aligned of pair.parts) if (aligned.kind === 'both') visit(aligned.pair);
  };
  visit(root);
  return pairs;
}

/** Pairs of operators, by their nodes' numbers in either direction; the inputs of the networks are a pair too. */
export interface PairedNodes {
  readonly afterOf: ReadonlyMap<NodeId, NodeId>;
  readonly beforeOf: ReadonlyMap<NodeId, NodeId>;
  /** Operators of the old network that stand elsewhere in the new one. */
  readonly moved: ReadonlySet<NodeId>;
}

export function pairedNodes(root: Pair): PairedNodes {
  const pairs: (readonly [NodeId, NodeId])[] = [[0, 0]];
  const moved = new Set<NodeId>();
  const visit = (pair: Pair, inMoved: boolean): void => {
    const [before, after] = [pair.before.node, pair.after.node];
    if (before && after) pairs.push([before.id, after.id]);
    if (before && inMoved) moved.add(before.id);
    for (const aligned of pair.parts)
      if (aligned.kind === 'both') visit(aligned.pair, inMoved || aligned.pair.moved);
  };
  visit(root, false);
  return { afterOf: new Map(pairs), beforeOf: new Map(pairs.map(([a, b]) => [b, a])), moved };
}
