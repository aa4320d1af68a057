import { diagnose } from '../../diagnostics/diagnose.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { escapeMarkdown, markdownCode } from '../../emission/escape.ts';
import { templates } from '../../generated/templates.ts';
import { tfjsRuntime } from '../../generated/tfjs-runtime.ts';
import { writeSafetensors } from '../../weights/safetensors.ts';
import type { Emission, OutputFile, Target } from '../targets.ts';
import { moduleView } from './module-view.ts';

/** `rnc compile --target tfjs`: the architecture as an ES module, the runtime it stands on, and its weights where there are any. */
export const emitTfjs: Target = (emission) => {
  const { graph, weights } = emission;
  const unfit = tooLarge(graph);
  if (unfit !== undefined) return { value: [], diagnostics: [unfit] };
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

/** Bytes of one tensor that TensorFlow.js's backends count in 31 bits: its WebAssembly gives wrong numbers beyond, and says nothing. */
const mostBytes = 2 ** 31;

function tooLarge({ nodes }: Emission['graph']): Diagnostic | undefined {
  for (const { tensors, source } of nodes)
    for (const { name, shape } of tensors) {
      const bytes = 4 * shape.reduce((product, extent) => product * extent, 1);
      if (bytes < mostBytes) continue;
      const reason = `TensorFlow.js computes with tensors of less than 2 GiB, and ${name} has ${bytes.toLocaleString('en-US')} bytes`;
      return diagnose('target/unsupported', { target: 'tfjs', reason }, source);
    }
  return undefined;
}

/** What is no code in the README's text. */
function readmeView({ graph, source }: Emission): object {
  return { title: escapeMarkdown(graph.name), source: markdownCode(source) };
}
