import pc from 'picocolors';
import stringWidth from 'string-width';
import type { Location } from '../../diagnostics/diagnostic.ts';
import { printable } from '../../diagnostics/render/printable.ts';
import type { Graph } from '../../index.ts';
import type { Departure } from './first-departure.ts';
import type { Verdict } from './verify-network.ts';

export interface Shown {
  readonly graph: Graph;
  /** N×C×H×W. */
  readonly input: readonly number[];
  readonly verdicts: readonly Verdict[];
  /** Where something of the spec is, by the names that people see. */
  readonly locate: (location: Location) => { file: string; line: number; column: number };
}

/** A row for each form, and under the table what was wrong or missing. */
export function verdictsAsTable({ graph, input, verdicts, locate }: Shown, colour: boolean): string {
  const colours = pc.createColors(colour);
  const words = {
    agrees: colours.green('agrees'),
    departs: colours.red('departs'),
    fails: colours.red('fails'),
    absent: colours.yellow('not run'),
  };
  const rows = verdicts.map((verdict) => [
    verdict.form.target,
    verdict.form.name,
    'difference' in verdict ? shortest(verdict.difference) : '',
    'tolerance' in verdict ? shortest(verdict.tolerance) : '',
    words[verdict.kind],
  ]);
  const head = ['target', 'form', 'difference', 'tolerance', ''].map((text) => colours.dim(text));
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => stringWidth(row[column]!))));
  const lines = all.map((row) =>
    row
      .map((text, column) => text + ' '.repeat(widths[column]! - stringWidth(text)))
      .join('  ')
      .trimEnd(),
  );
  const remarks = verdicts.flatMap((verdict) => remarkOn(verdict, locate) ?? []);
  const title = `${colours.bold(printable(graph.name))}  ${colours.dim(`input ${input.join('×')}`)}`;
  return `${[title, '', ...lines, ...(remarks.length > 0 ? ['', ...new Set(remarks)] : [])].join('\n')}\n`;
}

function remarkOn(verdict: Verdict, locate: Shown['locate']): string | undefined {
  const name = `${verdict.form.target}, ${verdict.form.name}`;
  switch (verdict.kind) {
    case 'agrees':
      return undefined;
    case 'departs':
      return `${name}: ${whereItDeparts(verdict.departure, locate)}`;
    case 'fails':
    case 'absent':
      return `${name}: ${printable(verdict.reason)}`;
  }
}

function whereItDeparts(departure: Departure | undefined, locate: Shown['locate']): string {
  if (departure === undefined)
    return 'no layer departs by itself, so the fault lies in how the parts are put together';
  const { node, difference } = departure;
  const { file, line, column } = locate(node.source);
  return `departs first at ${printable(node.path)} (${node.op}, ${printable(file)}:${line}:${column}), by ${shortest(difference)}`;
}

/** 1.3e-6 */
const shortest = (value: number): string => {
  if (value === 0) return '0';
  return Number.isFinite(value) ? value.toExponential(1).replace('.0e', 'e') : 'NaN or ∞';
};

/** What `rnc verify --format json` prints; differences that are no number are null. */
export function verdictsAsJson({ graph, input, verdicts, locate }: Shown): string {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const results = verdicts.map((verdict) => {
    const { form, kind: result } = verdict;
    const common = { target: form.target, form: form.name, result };
    if ('reason' in verdict) return { ...common, reason: verdict.reason };
    const { difference, tolerance, departure } = verdict;
    const numbers = { ...common, difference: finite(difference), tolerance };
    if (departure === undefined) return numbers;
    const { node } = departure;
    const layer = {
      path: node.path,
      op: node.op,
      difference: finite(departure.difference),
      source: locate(node.source),
    };
    return { ...numbers, firstDeparture: layer };
  });
  return `${JSON.stringify({ network: graph.name, input, results }, undefined, 2)}\n`;
}
