import { operator } from '../operator.ts';
import { epsilon } from '../shared-attributes.ts';

export const batchnorm = operator({
  summary: 'Batch normalisation over each channel (Ioffe and Szegedy 2015).',
  inputs: 1,
  attributes: {
    eps: epsilon,
    momentum: {
      type: 'number',
      default: 0.1,
      min: 0,
      max: 1,
      summary:
        'Weight of the new batch’s statistic in the running one (PyTorch’s convention; 0.1 is Keras’s 0.9).',
    },
    init: {
      type: 'choice',
      choices: ['ones', 'zeros'],
      default: 'ones',
      summary: 'How γ starts; zeros makes a residual block start as the identity.',
    },
  },
  infer: (_, [input]) => input!,
  tensors: ({ init }, [input]) => [
    { name: 'weight', shape: [input![0]], role: 'trainable', init },
    { name: 'bias', shape: [input![0]], role: 'trainable', init: 'zeros' },
    { name: 'running_mean', shape: [input![0]], role: 'buffer', init: 'zeros' },
    { name: 'running_var', shape: [input![0]], role: 'buffer', init: 'ones' },
  ],
});
