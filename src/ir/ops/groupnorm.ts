import { fault, operator } from '../operator.ts';
import { epsilon } from '../shared-attributes.ts';

export const groupnorm = operator({
  summary: 'Group normalisation (Wu and He 2018): over each group’s channels and positions.',
  inputs: 1,
  attributes: {
    groups: { type: 'integer', min: 1, positional: true, summary: 'Groups of channels.' },
    eps: epsilon,
  },
  infer: ({ groups }, [input]) =>
    input![0] % groups === 0 ? input! : fault('shape/groups', { groups, input: input![0] }, 'groups'),
  tensors: (_, [input]) => [
    { name: 'weight', shape: [input![0]], role: 'trainable', init: 'ones' },
    { name: 'bias', shape: [input![0]], role: 'trainable', init: 'zeros' },
  ],
});
