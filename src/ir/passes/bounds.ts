import type { Node } from '../graph.ts';
import type { FlatGraph } from './weighted-graph.ts';

/** Every value of a node lies between these, rounding aside. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

const anything: Bounds = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };
const unit: Bounds = { least: 0, most: 1 };

/** What is known of each node's values from the operators alone, whatever input and weights are. */
export function boundsOf(graph: FlatGraph): readonly Bounds[] {
  const bounds: Bounds[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => bounds[id]!);
    bounds.push(nodeBounds(node, inputs));
  }
  return bounds;
}

function nodeBounds(node: Node, inputs: readonly Bounds[]): Bounds {
  const first = inputs[0]!; // of every operator but the input, which asks for none
  switch (node.op) {
    case 'relu':
      return clamp(first, 0, Number.POSITIVE_INFINITY);
    case 'relu6':
      return clamp(first, 0, 6);
    case 'sigmoid':
    case 'hardsigmoid':
    case 'softmax':
      return unit;
    case 'tanh':
      return { least: -1, most: 1 };
    case 'maxpool':
    case 'avgpool':
    case 'zero_pad':
    case 'flatten':
    case 'dropout':
    case 'drop_path':
    case 'upsample':
    case 'channel_shuffle':
    case 'concat':
      // Values of the inputs, means of them, and zeros, which lie within every bound.
      return inputs.reduce(hull);
    case 'add':
      return inputs.reduce((sum, { least, most }) => ({ least: sum.least + least, most: sum.most + most }));
    case 'multiply':
      return inputs.every(({ least }) => least >= 0)
        ? inputs.reduce((product, { least, most }) => ({
            least: product.least * least,
            most: product.most * most, // no operator’s greatest value is 0, so this is never 0 · ∞
          }))
        : anything;
    case 'input':
    case 'conv':
    case 'linear':
    case 'batchnorm':
    case 'layernorm':
    case 'groupnorm':
    case 'silu':
    case 'gelu':
    case 'hardswish':
    case 'layer_scale':
      return anything;
  }
}

const hull = (a: Bounds, b: Bounds): Bounds => ({
  least: Math.min(a.least, b.least),
  most: Math.max(a.most, b.most),
});

const clamp = ({ least, most }: Bounds, low: number, high: number): Bounds => ({
  least: Math.min(Math.max(least, low), high),
  most: Math.min(Math.max(most, low), high),
});
