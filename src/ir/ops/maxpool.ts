import { operator } from '../operator.ts';
import { poolingWindow } from '../shared-attributes.ts';
import { slideOverValues } from '../sliding.ts';

export const maxpool = operator({
  summary: 'Largest value of each window; the padding counts as −∞. `maxpool global` gives C×1×1.',
  usual: '3x3, stride 2',
  assumed: { kernel: [3, 3], stride: [2, 2] },
  inputs: 1,
  attributes: {
    ...poolingWindow,
    pad: {
      type: 'padding',
      default: 'half if odd',
      summary: '−∞ around the input; (k − 1) / 2 if not written, 0 for an even window.',
    },
  },
  infer: (attributes, [input]) =>
    attributes.global
      ? [input![0], 1, 1]
      : slideOverValues('maxpool', input!, { ...attributes, dilation: [1, 1] }, input![0]),
  window: ({ kernel, stride, pad }) => ({ kernel, stride, pad, dilation: [1, 1] }),
});
