import { operator } from '../operator.ts';
import { poolingWindow } from '../shared-attributes.ts';
import { slide, slideOverValues } from '../sliding.ts';

export const avgpool = operator({
  summary: 'Mean of each window. `avgpool global` gives C×1×1.',
  usual: 'global',
  assumed: { global: true },
  inputs: 1,
  attributes: {
    ...poolingWindow,
    pad: { type: 'padding', default: 0, summary: 'Zeros around the input; none if not written.' },
    exclude_pad: {
      type: 'flag',
      default: false,
      summary: 'Divides by the values inside the input only, not by the window’s size.',
    },
  },
  infer: (attributes, [input]) =>
    attributes.global
      ? [input![0], 1, 1]
      : (attributes.exclude_pad ? slideOverValues : slide)(
          'avgpool',
          input!,
          { ...attributes, dilation: [1, 1] },
          input![0],
        ),
  window: ({ kernel, stride, pad }) => ({ kernel, stride, pad, dilation: [1, 1] }),
});
