import type { Node } from '../graph.ts';
import type { ChannelAffine } from './channel-affine.ts';
import { inputShapesOf, withAttributes } from './rewrite.ts';
import type { WeightedGraph } from './weighted-graph.ts';

type Layer = Extract<Node, { op: 'conv' | 'linear' }>;
type Numbers = Float32Array | Float64Array;

/** A layer that has taken an affine map in, and its tensors' new values by name. */
export interface FoldedLayer {
  readonly node: Node;
  readonly values: ReadonlyMap<string, Float64Array>;
}

/** The layer followed by the map: scale · (W x + b) + shift = (scale W) x + (scale b + shift). */
export function foldBehind(
  program: WeightedGraph,
  node: Node,
  affine: ChannelAffine,
): FoldedLayer | undefined {
  const [first, second] = valuesOf(program, node);
  switch (node.op) {
    case 'conv':
    case 'linear': {
      const bias = second === undefined ? affine.shift : mapped(second, affine);
      return withBias(program, node, scaledRows(first!, affine.scale), bias);
    }
    case 'batchnorm':
    case 'layernorm':
    case 'groupnorm':
      // They end with γ and β themselves.
      return withValues(node, [scaledRows(first!, affine.scale), mapped(second!, affine)]);
    case 'layer_scale':
      return affine.shift === undefined ? withValues(node, [scaledRows(first!, affine.scale)]) : undefined;
  }
  return undefined;
}

/**
 * The map followed by the layer: W (scale x + shift) + b = (W scale) x + (W shift + b). Not where a window has padding, whose zeros
 * come after the shift.
 */
export function foldBefore(
  program: WeightedGraph,
  node: Node,
  { scale, shift }: ChannelAffine,
): FoldedLayer | undefined {
  if (node.op !== 'conv' && node.op !== 'linear') return undefined;
  if (node.op === 'conv' && shift !== undefined && node.attributes.pad.some((side) => side > 0))
    return undefined;
  const [weight, bias] = valuesOf(program, node);
  const rows = node.tensors[0]!.shape[0]!;
  const columns = weight!.length / rows;
  const { repeats, firstChannel } = channelsOf(program, node);
  const scaled = new Float64Array(weight!.length);
  const sums = bias === undefined ? new Float64Array(rows) : new Float64Array(bias);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    let channel = firstChannel(row);
    for (let column = 0; column < columns; channel++)
      for (const end = column + repeats; column < end; column++, at++) {
        scaled[at] = weight![at]! * scale[channel]!;
        if (shift !== undefined) sums[row]! += weight![at]! * shift[channel]!;
      }
  }
  return withBias(program, node, scaled, shift === undefined ? undefined : sums);
}

/** Which input channels a row of a layer's weight is for: each `repeats` times running, from `firstChannel` on. */
function channelsOf(
  { graph }: WeightedGraph,
  node: Layer,
): { readonly repeats: number; readonly firstChannel: (row: number) => number } {
  if (node.op === 'linear') {
    const [, height, width] = graph.nodes[node.inputs[0]!]!.output;
    return { repeats: node.attributes.pointwise ? 1 : height * width, firstChannel: () => 0 };
  }
  const { filters, groups, kernel } = node.attributes;
  const inGroup = node.tensors[0]!.shape[1]!;
  return {
    repeats: kernel[0] * kernel[1],
    firstChannel: (row) => Math.floor((row * groups) / filters) * inGroup,
  };
}

/** A tensor whose first axis is the channels, each channel's part times its factor. */
function scaledRows(values: Numbers, scale: Float64Array): Float64Array {
  const columns = values.length / scale.length;
  const scaled = new Float64Array(values.length);
  let at = 0;
  for (const factor of scale)
    for (const end = at + columns; at < end; at++) scaled[at] = values[at]! * factor;
  return scaled;
}

function mapped(bias: Numbers, { scale, shift }: ChannelAffine): Float64Array {
  return scale.map((factor, channel) => bias[channel]! * factor + (shift?.[channel] ?? 0));
}

function valuesOf({ weights }: WeightedGraph, node: Node): readonly Numbers[] {
  return node.tensors.map(({ name }) => weights.get(name)!.data);
}

/** Without a bias to give, the layer keeps what it has. Undefined where the one that it would get has a name that another tensor bears. */
function withBias(
  { graph, weights }: WeightedGraph,
  node: Layer,
  weight: Float64Array,
  bias: Float64Array | undefined,
): FoldedLayer | undefined {
  if (bias === undefined || node.attributes.bias) return withValues(node, bias ? [weight, bias] : [weight]);
  const biased = withAttributes(node, { bias: true }, inputShapesOf(graph, node));
  return weights.has(biased.tensors[1]!.name) ? undefined : withValues(biased, [weight, bias]);
}

function withValues(node: Node, values: readonly Float64Array[]): FoldedLayer {
  return { node, values: new Map(values.map((data, index) => [node.tensors[index]!.name, data])) };
}
