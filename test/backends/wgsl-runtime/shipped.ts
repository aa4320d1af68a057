import { compile, type OutputFile } from '../../../src/index.ts';
import type { Plan } from '../../../templates/wgsl/runtime/runtime.js';
import { kernels, plan, weightsFile } from './tiny.ts';

const spec = `
/// Says nothing of <b>"pictures"</b>, */ and is only as good as its \${numbers}.
network tiny { input 3 x 2 x 2; conv 1x1, 3; flatten; fc: linear 5 }
`;

/** The output folder of a network, with the tiny network's plan, kernels and weights in place of the compiled ones. */
export function tinyOutput(changed: Plan = plan): readonly OutputFile[] {
  const { files, diagnostics } = compile({ name: 'specs/<tiny>.resnet', text: spec }, { target: 'wgsl' });
  if (files.length === 0) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const byHand = new Map<string, OutputFile['content']>([
    ['tiny.plan.json', JSON.stringify(changed)],
    ['tiny.weights.bin', weightsFile],
    ...Object.entries(kernels),
  ]);
  const kept = files.filter(({ path }) => !byHand.has(path) && !path.startsWith('kernels/'));
  return [...kept, ...[...byHand].map(([path, content]) => ({ path, content }))];
}
