import { type Graph, tensorsOf } from '../ir/graph.ts';
import { alignByOrder } from './align-by-order.ts';
import { flattenedMaps, toChannelsFirst } from './flattened-maps.ts';
import { kerasVariable } from './keras-layout.ts';
import { areKerasResNet, pathOfKerasLayer } from './keras-names.ts';
import { findPrefix } from './prefix.ts';
import type { WeightTensor } from './tensor.ts';
import { torchvisionName } from './timm-names.ts';
import type { WeightFile } from './weight-file.ts';

export type Tensors = ReadonlyMap<string, WeightTensor>;

/** A file's tensors with PyTorch's layouts, and what was done about their names. */
export interface Aligned {
  readonly tensors: Tensors;
  /** `file`: as they stand there; `keras`, `timm`: by what those call the layers of this network; `order`: see align-by-order. */
  readonly names: 'file' | 'keras' | 'timm' | 'order';
  /** The network's layers and the file's for them, where they went by their order. */
  readonly byOrder: readonly (readonly [network: string, file: string])[];
  /** Two layers of the network that could change places, so that an order tells nothing. */
  readonly ambiguous?: readonly [string, string];
}

/**
 * Without a network: layouts and the last parts of names are translated, and the layers' names only where every one of
 * them is a name of Keras's ResNets.
 */
export function inPyTorchSpelling(file: WeightFile): Tensors {
  return spelt(file, hasKerasNames(file) ? pathOfKerasLayer : asPath);
}

function hasKerasNames(file: WeightFile): boolean {
  const layers = [...file.tensors.keys()].flatMap((name) => kerasVariable(name)?.layer ?? []);
  return areKerasResNet(layers);
}

/** Linear layers that may read a feature map with its channels last, which only their network tells. */
export function maybeFlattened(file: WeightFile): readonly string[] {
  if (file.flattening === 'channels-first' || hasKerasNames(file)) return [];
  return [...file.tensors].flatMap(([name, { shape }]) => {
    const layer = shape.length === 2 ? kerasVariable(name)?.layer : undefined;
    return layer === undefined ? [] : [layer];
  });
}

/** Finds the network's names for what is in the file. Shapes are for matchWeights to judge. */
export function alignWithNetwork(graph: Graph, file: WeightFile): Aligned {
  const expected = tensorsOf(graph);
  const depthwise = new Map(
    graph.nodes.flatMap((node): (readonly [string, boolean])[] =>
      node.op === 'conv' ? [[node.path, node.attributes.groups > 1 && node.tensors[0]?.shape[1] === 1]] : [],
    ),
  );
  const isDepthwise = (path: string): boolean | undefined => depthwise.get(path);
  const isKeras = [...file.tensors.keys()].some((name) => kerasVariable(name) !== undefined);
  const candidates: readonly Pick<Aligned, 'names' | 'tensors'>[] = isKeras
    ? [
        { names: 'file', tensors: spelt(file, asPath, isDepthwise) },
        { names: 'keras', tensors: spelt(file, (layer) => pathOfKerasLayer(layer) ?? layer, isDepthwise) },
      ]
    : [
        { names: 'file', tensors: file.tensors },
        { names: 'timm', tensors: fromTimm(file.tensors) },
      ];
  const hits = (tensors: Tensors): number => {
    const prefix = findPrefix(expected, [...tensors.keys()]);
    return expected.filter(({ name }) => tensors.has(prefix + name) || tensors.has(name)).length;
  };
  const [first, second] = candidates as [Candidate, Candidate];
  const best = hits(second.tensors) > hits(first.tensors) ? second : first;
  const finish = (aligned: Candidate & Partial<Aligned>): Aligned => ({
    byOrder: [],
    ...aligned,
    tensors:
      isKeras && file.flattening === 'channels-last'
        ? toChannelsFirst(aligned.tensors, flattenedMaps(graph))
        : aligned.tensors,
  });
  if (hits(best.tensors) === expected.length) return finish(best);

  const ordered = alignByOrder(graph, first.tensors, file.inOrder);
  if (ordered.kind === 'aligned')
    return finish({ names: 'order', tensors: ordered.tensors, byOrder: ordered.layers });
  return finish(ordered.kind === 'ambiguous' ? { ...best, ambiguous: ordered.layers } : best);
}

type Candidate = Pick<Aligned, 'names' | 'tensors'>;

/** TensorFlow.js and Keras have no dots in a layer's path where a model is inside another, but slashes. */
const asPath = (layer: string): string => layer.replaceAll('/', '.');

function spelt(
  { tensors }: WeightFile,
  pathOf: (layer: string) => string | undefined,
  isDepthwise: (path: string) => boolean | undefined = () => undefined,
): Tensors {
  const result = new Map<string, WeightTensor>();
  for (const [name, tensor] of tensors) {
    const variable = kerasVariable(name);
    const path = variable && (pathOf(variable.layer) ?? asPath(variable.layer));
    const key = variable === undefined ? name : path + variable.suffix;
    // Two names that become one would lose a tensor: such a file keeps the second as it is.
    if (variable === undefined || result.has(key)) result.set(name, tensor);
    else result.set(key, variable.toPyTorch(tensor, isDepthwise(path!)));
  }
  return result;
}

function fromTimm(tensors: Tensors): Tensors {
  return new Map(
    [...tensors].map(([name, tensor]) => {
      const ours = torchvisionName(name);
      if (ours === undefined) return [name, tensor];
      const { shape, data } = tensor;
      return [ours, ours.endsWith('.layer_scale') ? { shape: [...shape, 1, 1], data } : tensor];
    }),
  );
}
