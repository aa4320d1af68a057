import { operator } from '../operator.ts';

export const layerScale = operator({
  summary: 'A learnt factor for each channel (Touvron et al. 2021). Its tensor’s name is its label.',
  inputs: 1,
  attributes: {
    value: {
      type: 'number',
      default: 1e-6,
      min: 0,
      max: 1e6,
      positional: true,
      summary: 'Where every factor starts.',
    },
  },
  infer: (_, [input]) => input!,
  tensors: ({ value }, [input]) => [
    { name: '', shape: [input![0], 1, 1], role: 'trainable', init: { constant: value } },
  ],
});
