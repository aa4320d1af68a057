import { fault, operator } from '../operator.ts';

export const channelShuffle = operator({
  summary: 'Interleaves the groups’ channels (ShuffleNet): channel g · n + i becomes channel i · groups + g.',
  inputs: 1,
  attributes: { groups: { type: 'integer', min: 1, positional: true, summary: 'Groups of channels.' } },
  infer: ({ groups }, [input]) =>
    input![0] % groups === 0 ? input! : fault('shape/groups', { groups, input: input![0] }, 'groups'),
});
