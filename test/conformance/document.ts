import { report } from '../../src/index.ts';
import type { AllCases, ConformanceCase, SkippedCase } from './conformance-case.ts';
import type { Column } from './engines.ts';
import { columns } from './engines.ts';
import { operators } from './operators/index.ts';
import type { Outcome } from './outcomes.ts';
import type { Reason } from './refusal.ts';
import { reasons } from './refusal.ts';
import type { Suite } from './suites.ts';
import { suites } from './suites.ts';

const suiteTitles: Readonly<Record<Suite, string>> = {
  node: '`node`: one operator each',
  'pytorch-converted': '`pytorch-converted`: layers from PyTorch’s own tests',
  'pytorch-operator': '`pytorch-operator`: operators from PyTorch’s own tests',
  simple: '`simple`: small graphs',
  real: '`real`: networks of the model zoo',
  'pytorch-modules': '`pytorch-modules`: PyTorch’s own tests of modules',
};

/** docs/conformance.md. `networks` is what `networkTable` gives, for it takes minutes to find. */
export function render(cases: AllCases, outcomes: readonly Outcome[], networks: string): string {
  const { translated, skipped } = cases;
  const shown = reasonsOf(skipped);
  const total = translated.length + skipped.length;
  return `# Conformance with cases that nobody here wrote

<!-- Written by \`npx tsx scripts/conformance.ts\`; a test says when it is out of date. -->

ONNX publishes what every implementation of its operators should give: models with inputs and outputs, some of them exported from
PyTorch’s own test-suite, with PyTorch’s results. \`test/conformance\` translates these models mechanically into the language (text, so that
parser, checks and elaboration are tested too), compiles them for every target, runs what was written and compares it with the
published results. The ${total} cases are those of ONNX 1.12, as Debian 12’s \`libonnx-testdata\` has them, and the tables of modules,
arguments and inputs that PyTorch’s own tests run (\`torch.testing._internal.common_nn\` of PyTorch 1.13), exported to ONNX and answered by PyTorch.

A case has passed where the largest difference is at most 1e-5 of the largest value; ONNX itself allows 1e-3 of each. In the column
\`tfjs\` the inference function and the layers model must pass, in \`onnx\` the model as written and the one folded for inference.

${table(
  ['suite', 'cases', 'translated', ...columns],
  suites.map((suite) => {
    const said = translated.filter((each) => each.suite === suite);
    const count = said.length + skipped.filter((each) => each.suite === suite).length;
    return [
      suiteTitles[suite],
      count,
      said.length,
      ...columns.map((column) => passes(said, column, outcomes)),
    ];
  }),
)}

What a case feeds to an operator is laid along N×C×H×W as the operator needs it: the axis of a softmax along C, a signal along W. Where a
model has several inputs, they are put behind one another along C, and a convolution with weights of 0 and 1 fetches each, since a
network has one input. What a node gives beside its first result (masks, statistics, indices) is not compared. GELU and group normalisation,
which PyTorch exports in pieces, are put together again.

The same models are also given inputs of other sizes (\`other-sizes.test.ts\`): rnc refuses those that ONNX Runtime refuses, and gives the
same shapes for all others.

## Whole networks

The package names the networks of ONNX’s model zoo but does not hold them. ONNX’s repository has them without their weights, and these are
in \`test/conformance/networks\`. They get random weights, the same in ONNX’s model and in the translation; the answer is ONNX Runtime’s, of
ONNX’s model, before the last softmax.

${networks}

## How ONNX’s operators are written

${table(['ONNX', 'here', 'cases'], operatorRows(translated))}

## What is skipped, and why

The translator derives each reason from the model; no list of cases stands anywhere.

${table(
  ['reason', ...suites.map((suite) => `\`${suite}\``)],
  shown.map((reason) => [
    reasons[reason],
    ...suites.map(
      (suite) =>
        skipped.filter((each) => each.suite === suite && each.refusal.reason === reason).length || '',
    ),
  ]),
)}

${shown.map((reason) => details(reason, skipped)).join('\n\n')}
`;
}

/** The table of the whole networks. */
export function networkTable({ translated, skipped }: AllCases, outcomes: readonly Outcome[]): string {
  const rows = [
    ...translated.map((each) => networkRow(each, outcomes)),
    ...skipped.map(({ name, refusal }) => [name, '', '', '', `skipped: ${refusal.message}`, '', '', '', '']),
  ];
  return table(['network', 'statements', 'parameters', 'multiply-accumulates', ...columns], rows);
}

/** A row of it. */
export function networkRow(each: ConformanceCase, outcomes: readonly Outcome[]): readonly Cell[] {
  const { name, text, statements } = each;
  const [counted] = report({ name: `${name}.resnet`, text }).reports;
  const { parameters, macs } = counted!;
  const sizes = [statements, parameters.trainable, macs].map((count) => count.toLocaleString('en'));
  return [
    name,
    ...sizes,
    ...columns.map((column) => (passes([each], column, outcomes) ? 'passed' : 'failed')),
  ];
}

function passes(cases: readonly ConformanceCase[], column: Column, outcomes: readonly Outcome[]): number {
  const failed = new Set(
    outcomes
      .filter((outcome) => outcome.column === column && outcome.failure !== undefined)
      .map(({ each }) => each.network),
  );
  return cases.filter(({ network }) => !failed.has(network)).length;
}

function operatorRows(translated: readonly ConformanceCase[]): readonly (readonly Cell[])[] {
  return [...operators.keys()].sort().map((name) => {
    const { written } = operators.get(name)!;
    const cases = translated.filter((each) => each.operators.has(name)).length;
    return [`\`${name}\``, written ?? 'nothing: its axes get other names', cases];
  });
}

const reasonsOf = (skipped: readonly SkippedCase[]): readonly Reason[] =>
  (Object.keys(reasons) as Reason[]).filter((reason) =>
    skipped.some(({ refusal }) => refusal.reason === reason),
  );

/** The names of the cases, by what the refusal says. */
function details(reason: Reason, skipped: readonly SkippedCase[]): string {
  const own = skipped.filter(({ refusal }) => refusal.reason === reason);
  const lines = [...new Set(own.map(({ refusal }) => refusal.message))].map((detail) => {
    const cases = own.filter(({ refusal }) => refusal.message === detail);
    return `- ${detail}: ${cases.map(({ suite, name }) => `\`${suite}/${name}\``).join(', ')}`;
  });
  return `<details><summary>${reasons[reason]}: ${own.length}</summary>\n\n${lines.sort().join('\n')}\n\n</details>`;
}

type Cell = string | number;

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
