import { operator } from '../operator.ts';

export const softmax = operator({
  summary: 'Softmax over the channels.',
  inputs: 1,
  attributes: {},
  infer: (_, [input]) => input!,
});
