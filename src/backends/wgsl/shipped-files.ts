import { escapeHtml } from '../../emission/escape.ts';
import { commentLines, stringLiteral } from '../../emission/javascript.ts';
import { summaryOf } from '../../emission/summary.ts';
import { templates } from '../../generated/templates.ts';
import { wgslPage, wgslRuntime } from '../../generated/wgsl-runtime.ts';
import type { Graph } from '../../ir/graph.ts';
import type { OutputFile } from '../targets.ts';
import type { Plan } from './plan.ts';

/** What goes beside the plan, the kernels and the weights: the module, the runtime, the page, the notes. */
export function shippedFiles(graph: Graph, source: string, plan: Plan): readonly OutputFile[] {
  const name = graph.name;
  const summary = summaryOf(graph);
  const generator = commentLines(plan.generator).join(' ');
  const facts = {
    name,
    packageName: name.toLowerCase().replace(/[^a-z0-9-]+/g, '-'),
    summary,
    generator,
    source: commentLines(source).join(' '),
    documentation: documentationOf(graph),
    planFile: stringLiteral(`./${name}.plan.json`),
    input: plan.input.shape.join('×'),
    output: plan.output.shape.join('×'),
    programs: Object.keys(plan.programs)
      .map((program) => `\`${program}\``)
      .join(', '),
  };
  const page = {
    name: escapeHtml(name),
    module: escapeHtml(`./${name}.js`),
    summary: escapeHtml(summary),
    source: escapeHtml(source),
    generator: escapeHtml(plan.generator),
    softmax: String(graph.nodes[graph.output]?.op === 'softmax'),
  };
  return [
    { path: `${name}.js`, content: templates['wgsl/module']!(facts) },
    ...[...wgslRuntime].map(([path, content]) => ({ path: `runtime/${path}`, content })),
    { path: 'index.html', content: templates['wgsl/index']!(page) },
    ...[...wgslPage].map(([path, content]) => ({ path, content })),
    { path: 'package.json', content: templates['wgsl/package']!(facts) },
    { path: 'README.md', content: templates['wgsl/readme']!(facts) },
  ];
}

function documentationOf({ documentation }: Graph) {
  if (!documentation) return false;
  return { lines: commentLines(documentation).map((text) => ({ text })) };
}
