import type { TensorSpec } from '../operator.ts';
import { fault, operator } from '../operator.ts';
import { weightInitializers } from '../shared-attributes.ts';
import { slide } from '../sliding.ts';

export const conv = operator({
  summary: 'Two-dimensional convolution (cross-correlation, as every framework has it).',
  inputs: 1,
  attributes: {
    kernel: { type: 'extent', positional: true, summary: 'Kernel height × width.' },
    filters: { type: 'integer', min: 1, positional: true, summary: 'Output channels.' },
    stride: { type: 'pair', default: 1, min: 1, summary: 'Step of the window.' },
    pad: {
      type: 'padding',
      default: 'half',
      summary: 'Zeros around the input; (k − 1) / 2 · dilation if not written.',
    },
    dilation: { type: 'pair', default: 1, min: 1, summary: 'Distance between the kernel’s taps.' },
    groups: {
      type: 'integer',
      default: 1,
      min: 1,
      summary: 'Groups of channels; `in.channels` is a depthwise convolution.',
    },
    bias: { type: 'flag', default: false, summary: 'Adds a learnt number to each output channel.' },
    init: {
      type: 'choice',
      choices: weightInitializers,
      default: 'he_normal',
      summary: 'How the kernel starts; he_normal is over the fan-out, as in torchvision.',
    },
  },
  infer: (attributes, [input]) => {
    const { filters, groups } = attributes;
    const channels = input![0];
    if (channels % groups !== 0 || filters % groups !== 0)
      return fault('shape/groups', { groups, input: channels, output: filters }, 'groups');
    return slide('conv', input!, attributes, filters);
  },
  tensors: ({ kernel, filters, groups, bias, init }, [input]) => {
    const weight: TensorSpec = {
      name: 'weight',
      shape: [filters, input![0] / groups, ...kernel],
      role: 'trainable',
      init,
    };
    return bias ? [weight, { name: 'bias', shape: [filters], role: 'trainable', init: 'zeros' }] : [weight];
  },
  macs: ({ kernel, groups }, [input], output) =>
    output[0] * output[1] * output[2] * (input![0] / groups) * kernel[0] * kernel[1],
  window: ({ kernel, stride, dilation, pad }) => ({ kernel, stride, dilation, pad }),
});
