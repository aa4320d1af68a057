import { operator } from '../operator.ts';

export const layernorm = operator({
  summary: 'Layer normalisation over the channels of each position, as in ConvNeXt.',
  inputs: 1,
  attributes: {
    eps: {
      type: 'number',
      default: 1e-5,
      min: 0,
      max: 1,
      summary: 'Added to the variance, inside the root.',
    },
  },
  infer: (_, [input]) => input!,
  tensors: (_, [input]) => [
    { name: 'weight', shape: [input![0]], role: 'trainable', init: 'ones' },
    { name: 'bias', shape: [input![0]], role: 'trainable', init: 'zeros' },
  ],
});
