import type { Graph, NodeId } from '../ir/graph.ts';
import type { WeightTensor } from './tensor.ts';

/*
 * Layers under other names are told apart by their tensors: the last parts of the names and the shapes, such as
 * `bias 64, weight 64×64×1×1`. Where several layers have the same, they are taken in their order, and that only where it
 * cannot be wrong: the file's layers stand in an order of computation, and of the network's each reads what the one before
 * it made, so that every order of computation has them in this one. A shortcut's convolution that looks like one of the
 * residual path could stand before or behind it: then nothing is aligned.
 */

export type Ordered =
  | {
      readonly kind: 'aligned';
      readonly tensors: ReadonlyMap<string, WeightTensor>;
      readonly layers: readonly (readonly [network: string, file: string])[];
    }
  | { readonly kind: 'ambiguous'; readonly layers: readonly [string, string] }
  | { readonly kind: 'different' };

export function alignByOrder(
  graph: Graph,
  tensors: ReadonlyMap<string, WeightTensor>,
  inOrder: boolean,
): Ordered {
  const network = groupBySignature(
    graph.nodes
      .filter((node) => node.tensors.length > 0)
      .map((node) => ({ layer: node.path, id: node.id, tensors: partsOf(node.tensors) })),
  );
  const file = groupBySignature(layersOf(tensors));
  if (network.size !== file.size) return { kind: 'different' };
  const layers: [string, string][] = [];
  const aligned = new Map<string, WeightTensor>();
  for (const [signature, ours] of network) {
    const theirs = file.get(signature);
    if (theirs?.length !== ours.length) return { kind: 'different' };
    for (const [index, { layer, id }] of ours.entries()) {
      const before = ours[index - 1];
      if (before && !(inOrder && reads(graph, id, before.id)))
        return { kind: 'ambiguous', layers: [before.layer, layer] };
      const { layer: name, tensors: parts } = theirs[index]!;
      layers.push([layer, name]);
      for (const { suffix } of parts) aligned.set(layer + suffix, tensors.get(name + suffix)!);
    }
  }
  return { kind: 'aligned', tensors: aligned, layers };
}

interface Part {
  readonly suffix: string;
  readonly shape: readonly number[];
}

interface Layer {
  readonly layer: string;
  readonly tensors: readonly Part[];
}

function split(name: string): readonly [layer: string, suffix: string] {
  const end = /\.(weight|bias|running_mean|running_var)$/.exec(name)?.index ?? name.length;
  return [name.slice(0, end), name.slice(end)];
}

const partsOf = (tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]): Part[] =>
  tensors.map(({ name, shape }) => ({ suffix: split(name)[1], shape }));

function layersOf(tensors: ReadonlyMap<string, WeightTensor>): readonly Layer[] {
  const layers = new Map<string, Part[]>();
  for (const [name, { shape }] of tensors) {
    const [layer, suffix] = split(name);
    layers.set(layer, [...(layers.get(layer) ?? []), { suffix, shape }]);
  }
  return [...layers].map(([layer, parts]) => ({ layer, tensors: parts }));
}

function groupBySignature<T extends Layer>(layers: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const layer of layers) {
    const signature = layer.tensors
      .map(({ suffix, shape }) => `${suffix} ${shape.join('×')}`)
      .sort()
      .join(', ');
    groups.set(signature, [...(groups.get(signature) ?? []), layer]);
  }
  return groups;
}

/** Whether the later node reads, through others or not, what the earlier one makes. */
function reads(graph: Graph, later: NodeId, earlier: NodeId): boolean {
  const seen = new Set<NodeId>();
  const open: NodeId[] = [later];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === earlier) return true;
    // A node's inputs have smaller numbers.
    if (id < earlier || seen.has(id)) continue;
    seen.add(id);
    open.push(...graph.nodes[id]!.inputs);
  }
  return false;
}
