import type { TensorSpec } from '../operator.ts';
import { operator } from '../operator.ts';
import { elements } from '../shape.ts';
import { weightInitializers } from '../shared-attributes.ts';

export const linear = operator({
  summary:
    'Fully connected layer. It flattens what it is given (in C, H, W order), or works at each position (`pointwise`).',
  inputs: 1,
  attributes: {
    units: { type: 'integer', min: 1, positional: true, summary: 'Output features.' },
    bias: {
      type: 'flag',
      default: true,
      summary: 'Adds a learnt number to each output; `bias false` leaves it out.',
    },
    pointwise: {
      type: 'flag',
      default: false,
      summary: 'The same layer over the channels of every position, as in ConvNeXt: C×H×W becomes units×H×W.',
    },
    init: {
      type: 'choice',
      choices: ['linear_uniform', ...weightInitializers],
      default: 'linear_uniform',
      summary: 'How the weight starts; linear_uniform is ±1 / √inputs, as in torchvision.',
    },
  },
  infer: ({ units, pointwise }, [input]) => (pointwise ? [units, input![1], input![2]] : [units, 1, 1]),
  tensors: ({ units, bias, pointwise, init }, [input]) => {
    const features = pointwise ? input![0] : elements(input!);
    const weight: TensorSpec = { name: 'weight', shape: [units, features], role: 'trainable', init };
    if (!bias) return [weight];
    return [weight, { name: 'bias', shape: [units], role: 'trainable', init: { linearBias: features } }];
  },
  macs: ({ units }, [input]) => units * elements(input!),
});
