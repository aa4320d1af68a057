import { operator } from '../operator.ts';
import { elements } from '../shape.ts';

export const flatten = operator({
  summary: 'C×H×W values as one vector, in that order.',
  inputs: 1,
  attributes: {},
  infer: (_, [input]) => [elements(input!), 1, 1],
});
