import { operator } from '../operator.ts';
import { epsilon } from '../shared-attributes.ts';

export const layernorm = operator({
  summary: 'Layer normalisation over the channels of each position, as in ConvNeXt.',
  inputs: 1,
  attributes: {
    eps: epsilon,
  },
  infer: (_, [input]) => input!,
  tensors: (_, [input]) => [
    { name: 'weight', shape: [input![0]], role: 'trainable', init: 'ones' },
    { name: 'bias', shape: [input![0]], role: 'trainable', init: 'zeros' },
  ],
});
