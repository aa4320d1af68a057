import { operator } from '../operator.ts';

/** The picture that the network is given. Its extents are attributes, so that it has a shape rule like any other. */
export const input = operator({
  summary: 'The network’s input: channels × height × width, without the batch.',
  inputs: 1,
  attributes: {
    channels: { type: 'integer', min: 1, positional: true, summary: 'Channels: 3 for a colour picture.' },
    height: { type: 'integer', min: 1, positional: true, summary: 'Rows.' },
    width: { type: 'integer', min: 1, positional: true, summary: 'Columns.' },
  },
  infer: ({ channels, height, width }) => [channels, height, width],
});
