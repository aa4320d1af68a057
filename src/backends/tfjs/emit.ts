import { escapeMarkdown, markdownCode } from '../../emission/escape.ts';
import { templates } from '../../generated/templates.ts';
import { tfjsRuntime } from '../../generated/tfjs-runtime.ts';
import { writeSafetensors } from '../../weights/safetensors.ts';
import type { Emission, OutputFile, Target } from '../targets.ts';
import { moduleView } from './module-view.ts';

/** `rnc compile --target tfjs`: the architecture as an ES module, the runtime it stands on, and its weights where there are any. */
export const emitTfjs: Target = (emission) => {
  const { graph, weights } = emission;
  const view = moduleView(emission);
  const files: OutputFile[] = [
    { path: `${graph.name}.js`, content: templates['tfjs/module']!(view) },
    ...[...tfjsRuntime].map(([path, content]) => ({ path: `runtime/${path}`, content })),
    { path: 'package.json', content: templates['tfjs/package']!(view) },
    { path: 'README.md', content: templates['tfjs/readme']!({ ...view, ...readmeView(emission) }) },
  ];
  if (weights !== undefined) {
    const tensors = [...weights].map(([name, tensor]) => ({ name, ...tensor }));
    files.push({ path: `${graph.name}.weights.safetensors`, content: writeSafetensors(tensors) });
  }
  return { value: files, diagnostics: [] };
};

/** What is no code in the README's text. */
function readmeView({ graph, source }: Emission): object {
  return { title: escapeMarkdown(graph.name), source: markdownCode(source) };
}
