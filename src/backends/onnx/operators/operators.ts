import type { OperatorKind } from '../../../ir/operators.ts';
import { gelu, hardsigmoid, hardswish, relu, relu6, sigmoid, silu, softmax, tanh } from './activations.ts';
import { add, concat, multiply } from './joins.ts';
import { linear } from './linear.ts';
import type { Lowering } from './lowering.ts';
import { batchnorm, groupnorm, layernorm, layerScale } from './normalisation.ts';
import { channelShuffle, flatten, upsample, zeroPad } from './rearrangement.ts';
import { dropout, dropPath } from './training-only.ts';
import { avgpool, conv, maxpool } from './windows.ts';

/** How each operator is written. */
export const lowerings: { readonly [K in Exclude<OperatorKind, 'input'>]: Lowering<K> } = {
  conv,
  linear,
  batchnorm,
  layernorm,
  groupnorm,
  relu,
  relu6,
  silu,
  gelu,
  sigmoid,
  hardswish,
  hardsigmoid,
  tanh,
  softmax,
  maxpool,
  avgpool,
  flatten,
  dropout,
  drop_path: dropPath,
  zero_pad: zeroPad,
  upsample,
  channel_shuffle: channelShuffle,
  layer_scale: layerScale,
  add,
  multiply,
  concat,
};
