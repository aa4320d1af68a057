import type { AttributeSpec, AttributeSpecs } from './operator.ts';

/** Attributes that mean the same in several operators. */

export const epsilon = {
  type: 'number',
  default: 1e-5,
  min: 0,
  max: 1,
  summary: 'Added to the variance, inside the root.',
} as const satisfies AttributeSpec;

export const poolingWindow = {
  kernel: { type: 'extent', unless: 'global', positional: true, summary: 'Window height × width.' },
  global: { type: 'flag', default: false, summary: 'One window over the whole feature map.' },
  stride: {
    type: 'pair',
    default: 'kernel',
    min: 1,
    summary: 'Step of the window; the window’s size if not written.',
  },
} as const satisfies AttributeSpecs;

/** How the weight of a convolution or of a linear layer may start. */
export const weightInitializers = [
  'he_normal',
  'he_normal_fan_in',
  'he_uniform',
  'glorot_normal',
  'glorot_uniform',
  'lecun_normal',
  'zeros',
] as const;
