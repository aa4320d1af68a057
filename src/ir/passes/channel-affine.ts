import type { Node } from '../graph.ts';
import type { PreciseWeights } from './weighted-graph.ts';

/** scale · x + shift, each per channel and in double precision. */
export interface ChannelAffine {
  readonly scale: Float64Array;
  /** Undefined where the operator adds nothing, whatever its tensors hold. */
  readonly shift: Float64Array | undefined;
}

/** What a batchnorm with its running statistics, or a layer scale, does to each channel; undefined of other operators. */
export function affineOf(node: Node, weights: PreciseWeights): ChannelAffine | undefined {
  const [first, bias, mean, variance] = node.tensors.map(({ name }) => weights.get(name)!.data);
  if (node.op === 'layer_scale') return { scale: new Float64Array(first!), shift: undefined };
  if (node.op !== 'batchnorm') return undefined;
  const { eps } = node.attributes;
  const scale = new Float64Array(first!.length);
  const shift = new Float64Array(first!.length);
  for (let channel = 0; channel < scale.length; channel++) {
    scale[channel] = first![channel]! / Math.sqrt(variance![channel]! + eps);
    shift[channel] = bias![channel]! - mean![channel]! * scale[channel]!;
  }
  return { scale, shift };
}
