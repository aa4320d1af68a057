import { templates } from '../../generated/templates.ts';
import { writeSafetensors } from '../../weights/safetensors.ts';
import type { OutputFile, Target } from '../targets.ts';
import { moduleView, trainingView } from './module-view.ts';
import { trainingFiles } from './training.ts';

/** `rnc compile --target pytorch`: the architecture as an `nn.Module`, a program that trains it, and its weights where there are any. */
export const emitPytorch: Target = (emission) => {
  const { graph, weights } = emission;
  const training = trainingView(emission);
  const files: OutputFile[] = [
    { path: `${training.module}.py`, content: templates['pytorch/module']!(moduleView(emission)) },
    ...trainingFiles(training),
  ];
  if (weights !== undefined) {
    const tensors = [...weights].map(([name, tensor]) => ({ name, ...tensor }));
    files.push({ path: `${graph.name}.safetensors`, content: writeSafetensors(tensors) });
  }
  return { value: files, diagnostics: [] };
};
