import { pytorchTraining } from '../../generated/pytorch-training.ts';
import { templates } from '../../generated/templates.ts';
import type { OutputFile } from '../targets.ts';
import type { TrainingView } from './training-view.ts';

/**
 * `train.py`, the package that it stands on, and a README. A network that ends in a feature map tells no classes apart: it
 * comes without them.
 */
export function trainingFiles(view: TrainingView): readonly OutputFile[] {
  const readme = {
    path: 'README.md',
    content: templates['pytorch/readme']!({ ...view, trains: view.classes !== '' }),
  };
  if (view.classes === '') return [readme];
  return [
    { path: 'train.py', content: templates['pytorch/train']!(view) },
    ...[...pytorchTraining].map(([path, content]) => ({ path: `training/${path}`, content })),
    readme,
  ];
}
