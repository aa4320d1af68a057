import type { Graph, Node } from '../ir/graph.ts';
import type { Shape } from '../ir/shape.ts';
import { permute } from './permute.ts';
import type { WeightTensor } from './tensor.ts';

/** The feature map that each linear layer reads as a vector, where it has more than one position, by the weight's name. */
export function flattenedMaps(graph: Graph): ReadonlyMap<string, Shape> {
  const maps = new Map<string, Shape>();
  for (const node of graph.nodes) {
    if (node.op !== 'linear' || node.attributes.pointwise) continue;
    const map = mapBefore(graph, node);
    const [weight] = node.tensors;
    if (weight && map[1] * map[2] > 1) maps.set(weight.name, map);
  }
  return maps;
}

/** Backwards through what leaves a vector's order alone, such as dropout, to the map that was flattened. */
function mapBefore(graph: Graph, linear: Node): Shape {
  let node = graph.nodes[linear.inputs[0]!]!;
  while (node.op !== 'flatten' && node.op !== 'linear' && node.inputs.length === 1) {
    if (node.output[1] * node.output[2] > 1) return node.output;
    node = graph.nodes[node.inputs[0]!]!;
  }
  return node.op === 'flatten' ? graph.nodes[node.inputs[0]!]!.output : node.output;
}

/** Columns in the order rows, columns, channels become channels, rows, columns: Keras flattens a map as it stores it. */
export function toChannelsFirst(
  tensors: ReadonlyMap<string, WeightTensor>,
  maps: ReadonlyMap<string, Shape>,
): ReadonlyMap<string, WeightTensor> {
  return reorderColumns(
    tensors,
    maps,
    ([channels, height, width]) => [height, width, channels],
    [0, 3, 1, 2],
  );
}

/** The way back. */
export function toChannelsLast(
  tensors: ReadonlyMap<string, WeightTensor>,
  maps: ReadonlyMap<string, Shape>,
): ReadonlyMap<string, WeightTensor> {
  return reorderColumns(tensors, maps, (map) => map, [0, 2, 3, 1]);
}

function reorderColumns(
  tensors: ReadonlyMap<string, WeightTensor>,
  maps: ReadonlyMap<string, Shape>,
  split: (map: Shape) => readonly number[],
  axes: readonly number[],
): ReadonlyMap<string, WeightTensor> {
  if (maps.size === 0) return tensors;
  return new Map(
    [...tensors].map(([name, tensor]) => {
      const map = maps.get(name);
      const [units, features] = tensor.shape;
      const fits = map !== undefined && tensor.shape.length === 2 && features === map[0] * map[1] * map[2];
      if (!fits) return [name, tensor];
      const { data } = permute({ shape: [units!, ...split(map)], data: tensor.data }, axes);
      return [name, { shape: tensor.shape, data }];
    }),
  );
}
