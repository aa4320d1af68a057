import type { Node, NodeId } from '../graph.ts';
import type { Pads, Pair, Shape } from '../shape.ts';
import type { Bounds } from './bounds.ts';
import { boundsOf } from './bounds.ts';
import { rewrite } from './rewrite.ts';
import type { WeightedGraph } from './weighted-graph.ts';

/** Removes operators that pass their input on as it is: in inference, or with these attributes, or for these values. */
export function removeIdentities(program: WeightedGraph): WeightedGraph {
  const { graph } = program;
  const bounds = boundsOf(graph);
  const replaced = new Map<NodeId, NodeId>();
  for (const node of graph.nodes) {
    const [input] = node.inputs;
    if (input === undefined) continue;
    if (isIdentity(node, graph.nodes[input]!.output, bounds[input]!)) replaced.set(node.id, input);
  }
  return rewrite(program, { replaced });
}

function isIdentity(node: Node, input: Shape, { least, most }: Bounds): boolean {
  switch (node.op) {
    case 'dropout':
    case 'drop_path':
      return true;
    case 'relu':
      return least >= 0;
    case 'relu6':
      return least >= 0 && most <= 6;
    case 'maxpool':
    case 'avgpool':
      return node.attributes.global ? isOne(input) : readsOneValue(node.attributes);
    case 'flatten':
      return isOne(input);
    case 'zero_pad':
      return [...node.attributes.pad, ...node.attributes.channels].every((extent) => extent === 0);
    case 'upsample':
      return node.attributes.scale.every((factor) => factor === 1);
    case 'channel_shuffle':
      return node.attributes.groups === 1 || node.attributes.groups === input[0];
    case 'add':
    case 'multiply':
    case 'concat':
      return node.inputs.length === 1;
    case 'input':
    case 'conv':
    case 'linear':
    case 'batchnorm':
    case 'layernorm':
    case 'groupnorm':
    case 'silu':
    case 'gelu':
    case 'sigmoid':
    case 'hardswish':
    case 'hardsigmoid':
    case 'tanh':
    case 'softmax':
    case 'layer_scale':
      return false;
  }
}

const isOne = ([, height, width]: Shape): boolean => height === 1 && width === 1;

/** A 1×1 window at every position and nowhere else. */
function readsOneValue(window: {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly pad: Pads;
}): boolean {
  return (
    [...window.kernel, ...window.stride].every((extent) => extent === 1) &&
    window.pad.every((side) => side === 0)
  );
}
