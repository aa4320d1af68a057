import { diagnose } from '../../diagnostics/diagnose.ts';
import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { escapeHtml, escapeMarkdown, markdownCode } from '../../emission/escape.ts';
import { commentLines, stringLiteral } from '../../emission/javascript.ts';
import { packageName } from '../../emission/package-name.ts';
import { summaryOf } from '../../emission/summary.ts';
import { templates } from '../../generated/templates.ts';
import { version } from '../../generated/version.ts';
import { wgslPage, wgslRuntime } from '../../generated/wgsl-runtime.ts';
import { inputShape, outputShape, tensorsOf } from '../../ir/graph.ts';
import { initialiseWeights } from '../../weights/initialise.ts';
import type { Emission, OutputFile, Target } from '../targets.ts';
import { compileProgram, type ProgramOptions } from './compile-program.ts';
import { limitDiagnostics } from './limit-diagnostics.ts';
import type { Plan } from './plan.ts';

/** `rnc compile --target wgsl`: a folder that runs the network on WebGPU and needs nothing else. */
export const emitWgsl: Target = (emission) => emitPrograms(emission);

/** The same, of one program for a trial where there is one. */
export function emitPrograms(emission: Emission, trial?: ProgramOptions['trial']): ReturnType<Target> {
  const { graph, options } = emission;
  const weights = emission.weights ?? initialiseWeights(tensorsOf(graph), 0);
  const batch = options.batch ?? 1;
  const dtype = options.dtype ?? 'f32';
  if (dtype === 'f16' && (options.winograd === 'f2' || options.winograd === 'f4')) {
    const reason = `Winograd’s sums (${options.winograd}) lose too much in half precision`;
    return {
      value: [],
      diagnostics: [diagnose('target/unsupported', { target: 'wgsl', reason }, graph.source)],
    };
  }
  const compiled = compileProgram(
    { graph, weights },
    {
      batch,
      dtype,
      winograd: options.winograd ?? 'auto',
      ...(options.tuning === undefined ? {} : { tuning: options.tuning }),
      ...(trial === undefined ? {} : { trial }),
    },
  );
  const diagnostics = limitDiagnostics(graph, compiled.programs);
  if (hasErrors(diagnostics)) return { value: [], diagnostics };
  const output = outputShape(graph);
  const vector = output[1] * output[2] === 1;
  const plan: Plan = {
    format: 'rnc-wgsl',
    version: 1,
    generator: `rnc ${version}`,
    network: graph.name,
    dtype,
    input: { shape: [batch, ...inputShape(graph)] },
    output: { shape: vector ? [batch, output[0]] : [batch, ...output] },
    weights: { file: `${graph.name}.weights.bin`, bytes: compiled.weights.byteLength },
    adapters: compiled.adapters,
    programs: compiled.programs,
  };
  const files: OutputFile[] = [
    { path: `${graph.name}.js`, content: templates['wgsl/module']!(moduleView(emission, plan)) },
    { path: `${graph.name}.plan.json`, content: planText(plan) },
    { path: plan.weights.file, content: compiled.weights },
    ...[...compiled.files].map(([path, content]) => ({ path, content })),
    ...[...wgslRuntime].map(([path, content]) => ({ path: `runtime/${path}`, content })),
    ...[...wgslPage].map(([path, content]) => ({ path, content })),
    { path: 'index.html', content: templates['wgsl/index']!(pageView(emission)) },
    { path: 'package.json', content: templates['wgsl/package']!(packageView(emission)) },
    { path: 'README.md', content: templates['wgsl/readme']!(readmeView(emission, plan)) },
  ];
  return { value: files, diagnostics };
}

/** JSON with one entry of a list per line: readable, and small. */
function planText(plan: Plan): string {
  const lists = new Set(['adapters', 'limits', 'buffers', 'uploads', 'kernels', 'steps']);
  const write = (value: unknown, indent: string, inside: boolean): string => {
    if (Array.isArray(value) && inside && value.length > 0) {
      return `[\n${value.map((entry) => `${indent}  ${JSON.stringify(entry)}`).join(',\n')}\n${indent}]`;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
    const entries = Object.entries(value).map(
      ([key, entry]) => `${indent}  ${JSON.stringify(key)}: ${write(entry, `${indent}  `, lists.has(key))}`,
    );
    return `{\n${entries.join(',\n')}\n${indent}}`;
  };
  return `${write(plan, '', false)}\n`;
}

function moduleView({ graph, source }: Emission, plan: Plan): object {
  const { documentation } = graph;
  return {
    name: graph.name,
    summary: summaryOf(graph),
    source: commentLines(source).join(' '),
    generator: plan.generator,
    documentation:
      documentation === undefined ? false : { lines: commentLines(documentation).map((text) => ({ text })) },
    planFile: stringLiteral(`./${graph.name}.plan.json`),
    input: plan.input.shape.join('×'),
    output: plan.output.shape.join('×'),
  };
}

function pageView({ graph, source }: Emission): object {
  return {
    name: escapeHtml(graph.name),
    module: escapeHtml(`./${graph.name}.js`),
    softmax: String(graph.nodes[graph.output]!.op === 'softmax'),
    summary: escapeHtml(summaryOf(graph)),
    source: escapeHtml(source),
    generator: `rnc ${version}`,
  };
}

function packageView({ graph }: Emission): object {
  return {
    packageName: packageName(graph.name),
    name: graph.name,
  };
}

function readmeView({ graph, source }: Emission, plan: Plan): object {
  return {
    title: escapeMarkdown(graph.name),
    name: graph.name,
    summary: summaryOf(graph),
    source: markdownCode(source),
    generator: plan.generator,
    input: plan.input.shape.join('×'),
    output: plan.output.shape.join('×'),
    programs: Object.keys(plan.programs)
      .map((name) => `\`${name}\``)
      .join(', '),
  };
}
