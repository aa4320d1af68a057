import type { Graph, Node } from '../ir/graph.ts';
import type { OperatorKind } from '../ir/operators.ts';
import type { Tensors } from './align.ts';
import { flattenedMaps, toChannelsLast } from './flattened-maps.ts';
import { toKerasVariable } from './keras-layout.ts';
import { areKerasResNet, kerasLayerOfPath } from './keras-names.ts';
import type { WeightTensor } from './tensor.ts';

/**
 * A network's tensors as Keras would have them: `conv2_block1_1_conv/kernel`, H×W×I×O. Layers get Keras's names where
 * each of them has one, as in its ResNets, and else their paths.
 */
export function inKerasSpelling(graph: Graph, tensors: Tensors): Tensors {
  const owners = graph.nodes.filter((node) => node.tensors.length > 0);
  const isKeras = areKerasResNet(owners.map(({ path }) => kerasLayerOfPath(path)));
  const ordered = toChannelsLast(tensors, flattenedMaps(graph));
  const result = new Map<string, WeightTensor>();
  for (const node of owners)
    for (const { name } of node.tensors) {
      const suffix = name.slice(node.path.length);
      const { shape, data } = ordered.get(name)!;
      const is = kindOf(node);
      const split = is === 'depthwise' ? splitMultiplier(node, shape) : shape;
      const variable = toKerasVariable(suffix, { shape: suffix === '.weight' ? split : shape, data }, is);
      const layer = isKeras ? kerasLayerOfPath(node.path)! : node.path;
      result.set(`${layer}/${variable.name}`, { shape: variable.shape, data: variable.data });
    }
  return result;
}

const norms: ReadonlySet<OperatorKind> = new Set(['batchnorm', 'layernorm', 'groupnorm']);

function kindOf(node: Node): Parameters<typeof toKerasVariable>[2] {
  if (norms.has(node.op)) return 'norm';
  if (node.op === 'layer_scale') return 'scale';
  const isDepthwise = node.op === 'conv' && node.attributes.groups > 1 && node.tensors[0]!.shape[1] === 1;
  return isDepthwise ? 'depthwise' : 'kernel';
}

/** (C·M)×1×H×W as C×M×H×W. */
function splitMultiplier(node: Node, shape: readonly number[]): readonly number[] {
  const groups = node.op === 'conv' ? node.attributes.groups : 1;
  return [groups, shape[0]! / groups, ...shape.slice(2)];
}
