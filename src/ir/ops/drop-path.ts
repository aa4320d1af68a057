import { operator } from '../operator.ts';

export const dropPath = operator({
  summary:
    'Stochastic depth (Huang et al. 2016): in training, zeroes a whole sample’s value with probability `rate`.',
  inputs: 1,
  attributes: {
    rate: { type: 'number', min: 0, max: 1, positional: true, summary: 'Probability of dropping.' },
  },
  infer: (_, [input]) => input!,
});
