import { shippedFiles } from '../../../src/backends/wgsl/shipped-files.ts';
import { check, type OutputFile } from '../../../src/index.ts';
import type { Plan } from '../../../templates/wgsl/runtime/runtime.js';
import { kernels, plan, weightsFile } from './tiny.ts';

const spec = `
/// Says nothing of <b>"pictures"</b>, */ and is only as good as its \${numbers}.
network tiny { input 3 x 2 x 2; conv 1x1, 3; flatten; fc: linear 5 }
`;

/** The whole output folder of the tiny network. Its plan is written by hand; the spec is only there for the names. */
export function tinyOutput(changed: Plan = plan): readonly OutputFile[] {
  const { networks, diagnostics } = check({ name: 'tiny.resnet', text: spec });
  const [graph] = networks;
  if (graph === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return [
    ...shippedFiles(graph, 'specs/<tiny>.resnet', changed),
    { path: 'tiny.plan.json', content: JSON.stringify(changed) },
    { path: 'tiny.weights.bin', content: weightsFile },
    ...Object.entries(kernels).map(([path, content]) => ({ path, content })),
  ];
}
