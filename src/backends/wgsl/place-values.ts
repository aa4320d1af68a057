import type { NodeId } from '../../ir/graph.ts';
import { type Layer, type LayerGraph, valuesRead } from './layer.ts';

/**
 * Where a value lies: N×H×W pixels of `stride` vec4s each, the value's channels from vec4 `offset` on. Channels are filled up to a
 * multiple of 4. Several values share a root where a concatenation's inputs are written straight into it.
 */
export interface Place {
  /** The value whose memory it is. */
  readonly root: NodeId;
  readonly offset: number;
  readonly stride: number;
}

export interface PlacedGraph extends LayerGraph {
  readonly places: ReadonlyMap<NodeId, Place>;
}

/** Channels in vec4s. */
export function vectors(channels: number): number {
  return Math.ceil(channels / 4);
}

/**
 * Gives every value its place, and drops the copies into concatenations that need none: of an input that belongs to no other
 * concatenation and starts at a multiple of 4 channels, where then no layer would read the memory that it writes.
 */
export function placeValues(graph: LayerGraph): PlacedGraph {
  const inside = new Map<NodeId, { readonly parent: NodeId; readonly offset: number }>();
  const locate = (value: NodeId): { readonly root: NodeId; readonly offset: number } => {
    const up = inside.get(value);
    if (up === undefined) return { root: value, offset: 0 };
    const above = locate(up.parent);
    return { root: above.root, offset: above.offset + up.offset };
  };
  const needless = (layer: Layer): boolean =>
    graph.concatenations.has(layer.output) && inside.get(layer.input)?.parent === layer.output;
  const readsWhatItWrites = (root: NodeId): boolean =>
    graph.layers.some(
      (layer) =>
        locate(layer.output).root === root &&
        !needless(layer) &&
        valuesRead(layer).some((value) => locate(value).root === root),
    );

  for (const [parent, inputs] of graph.concatenations) {
    let channel = 0;
    for (const value of inputs) {
      const offset = channel / 4;
      channel += graph.shapes.get(value)![0];
      const fixed = value === graph.input || value === graph.output || inside.has(value);
      if (fixed || !Number.isInteger(offset) || inputs.indexOf(value) !== inputs.lastIndexOf(value)) continue;
      inside.set(value, { parent, offset });
      if (readsWhatItWrites(locate(parent).root)) inside.delete(value);
    }
  }
  const places = new Map<NodeId, Place>();
  for (const id of graph.shapes.keys()) {
    const { root, offset } = locate(id);
    places.set(id, { root, offset, stride: vectors(graph.shapes.get(root)![0]) });
  }
  return { ...graph, places, layers: graph.layers.filter((layer) => !needless(layer)) };
}
