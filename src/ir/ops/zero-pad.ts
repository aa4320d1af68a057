import { operator } from '../operator.ts';

export const zeroPad = operator({
  summary: 'Zeros around the feature map, or before and after its channels.',
  inputs: 1,
  attributes: {
    pad: {
      type: 'padding',
      default: 0,
      positional: true,
      summary: 'Rows and columns: one number, or (top, bottom, left, right).',
    },
    channels: {
      type: 'pair',
      default: 0,
      min: 0,
      summary: 'Channels in front and behind: `channels (0, 64)`.',
    },
  },
  infer: ({ pad: [top, bottom, left, right], channels: [front, back] }, [input]) => [
    input![0] + front + back,
    input![1] + top + bottom,
    input![2] + left + right,
  ],
});
