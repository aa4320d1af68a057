import type { Node } from '../ir/graph.ts';
import type { OperatorKind } from '../ir/operators.ts';
import { gelu, hardsigmoid, hardswish, map, relu, relu6, sigmoid, silu } from './activations.ts';
import { convolve, linear } from './convolution.ts';
import { add, concat, multiply } from './joins.ts';
import { batchnorm, groupnorm, layernorm, scaleChannels, softmax } from './normalisation.ts';
import { averagePool, maximumPool } from './pooling.ts';
import { shuffleChannels, upsample, zeroPad } from './rearrangement.ts';
import type { Values } from './values.ts';

/** One operator on a batch: the node, its inputs' values and its tensors' in the order of the node; the result is new or an input. */
export type Kernel<K extends OperatorKind> = (
  node: Extract<Node, { op: K }>,
  inputs: readonly Values[],
  tensors: readonly Float64Array[],
) => Float64Array;

const unchanged = (_: Node, [input]: readonly Values[]): Float64Array => input!.data;

/** What each operator computes, in double precision, as the language's reference has it. */
export const kernels: { readonly [K in Exclude<OperatorKind, 'input'>]: Kernel<K> } = {
  conv: ({ attributes, output }, [input], [weight, bias]) =>
    convolve(attributes, input!, output, weight!, bias),
  linear: ({ attributes }, [input], [weight, bias]) => linear(attributes, input!, weight!, bias),
  batchnorm: ({ attributes: { eps } }, [input], [weight, bias, mean, variance]) =>
    batchnorm(input!, weight!, bias!, mean!, variance!, eps),
  layernorm: ({ attributes: { eps } }, [input], [weight, bias]) => layernorm(input!, weight!, bias!, eps),
  groupnorm: ({ attributes: { groups, eps } }, [input], [weight, bias]) =>
    groupnorm(input!, weight!, bias!, groups, eps),
  relu: map(relu),
  relu6: map(relu6),
  silu: map(silu),
  gelu: map(gelu),
  sigmoid: map(sigmoid),
  hardswish: map(hardswish),
  hardsigmoid: map(hardsigmoid),
  tanh: map(Math.tanh),
  softmax: (_, [input]) => softmax(input!),
  maxpool: ({ attributes, output }, [input]) => maximumPool(attributes, input!, output),
  avgpool: ({ attributes, output }, [input]) => averagePool(attributes, input!, output),
  flatten: unchanged,
  dropout: unchanged,
  drop_path: unchanged,
  zero_pad: ({ attributes, output }, [input]) => zeroPad(attributes, input!, output),
  upsample: ({ attributes }, [input]) => upsample(attributes, input!),
  channel_shuffle: ({ attributes: { groups } }, [input]) => shuffleChannels(input!, groups),
  layer_scale: (_, [input], [factors]) => scaleChannels(input!, factors!),
  add: (_, inputs) => add(inputs),
  multiply: (_, inputs) => multiply(inputs),
  concat: ({ output }, inputs) => concat(inputs, output),
};
