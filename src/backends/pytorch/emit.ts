import { diagnose } from '../../diagnostics/diagnose.ts';
import { templates } from '../../generated/templates.ts';
import { writeSafetensors } from '../../weights/safetensors.ts';
import type { OutputFile, Target } from '../targets.ts';
import { moduleView, trainingView } from './module-view.ts';
import { trainingFiles } from './training.ts';

/** `rnc compile --target pytorch`: the architecture as an `nn.Module`, a program that trains it, and its weights where there are any. */
export const emitPytorch: Target = (emission) => {
  const { graph, weights } = emission;
  const refused = graph.nodes.find(({ tensors }) => tensors.some(({ name }) => isOfTraining(name)));
  if (refused !== undefined) {
    const reason =
      '`nn.Module` keeps the name `training` for itself, so no layer and no parameter can have it';
    const parameters = { target: 'pytorch', reason };
    return { value: [], diagnostics: [diagnose('target/unsupported', parameters, refused.source)] };
  }
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

/** Whether `training` is a part of a tensor's path. Every call of `train()` or `eval()` sets the attribute of that name. */
function isOfTraining(tensor: string): boolean {
  return tensor.split('.').includes('training');
}
