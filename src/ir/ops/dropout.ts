import { operator } from '../operator.ts';

export const dropout = operator({
  summary:
    'In training, zeroes each value with probability `rate` and scales the others; nothing in inference.',
  inputs: 1,
  attributes: {
    rate: {
      type: 'number',
      default: 0.5,
      min: 0,
      max: 1,
      positional: true,
      summary: 'Probability of dropping.',
    },
  },
  infer: (_, [input]) => input!,
});
