import { operator } from '../operator.ts';

export const upsample = operator({
  summary: 'Enlarges the feature map; bilinear takes half-pixel centres (PyTorch’s align_corners=False).',
  inputs: 1,
  attributes: {
    scale: {
      type: 'pair',
      default: 2,
      min: 1,
      positional: true,
      summary: 'Whole factor, or height × width.',
    },
    method: {
      type: 'choice',
      choices: ['nearest', 'bilinear'],
      default: 'nearest',
      positional: true,
      summary: 'Interpolation.',
    },
  },
  infer: ({ scale }, [input]) => [input![0], input![1] * scale[0], input![2] * scale[1]],
  enlarges: ({ scale, method }) => ({ scale, reads: method === 'bilinear' ? 2 : 1 }),
});
