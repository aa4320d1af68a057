import { plural } from '../diagnostics/wording.ts';
import { escapeTerminal } from '../emission/escape.ts';
import { inPyTorchSpelling } from '../weights/align.ts';
import { looksLike } from '../weights/looks-like.ts';
import { type Statistics, statisticsOf } from '../weights/statistics.ts';
import { countOf } from '../weights/tensor.ts';
import { formatWords, type WeightFile } from '../weights/weight-file.ts';
import { chooseNetwork } from './choose-network.ts';
import { exitCodes } from './exit.ts';
import type { NetworkFlags } from './network-options.ts';
import { refuseNetworkWithoutSpec } from './network-options.ts';
import { type OpenedWeights, openWeights } from './read-weights.ts';
import { columns } from './table-columns.ts';
import { print } from './terminal.ts';
import { shapeText } from './weight-differences.ts';

export interface InspectFlags extends NetworkFlags {
  readonly spec?: string;
  readonly tensors?: true;
  readonly format: 'table' | 'json';
  readonly color?: boolean;
}

const tensorsShown = 20;

export async function inspectWeights(path: string, flags: InspectFlags): Promise<void> {
  refuseNetworkWithoutSpec(flags);
  const opened = await openWeights(path, flags.color);
  if (!opened) {
    process.exitCode = exitCodes.wrongInput;
    return;
  }
  const summary = summarise(opened);
  print(
    flags.format === 'json'
      ? `${JSON.stringify(summary, undefined, 2)}\n`
      : tableOf(summary, flags.tensors ? Number.POSITIVE_INFINITY : tensorsShown),
  );
  if (flags.spec === undefined) return;
  const network = await chooseNetwork(flags.spec, flags);
  if (!network) return;
  const { fitWeights } = await import('./weights.ts');
  const fits = await fitWeights(network.graph, opened.file, path, flags.color, Number.POSITIVE_INFINITY);
  if (!fits) process.exitCode = exitCodes.wrongInput;
  else if (flags.format === 'table') print(`\nIt fits ${network.graph.name}.\n`);
}

interface TensorSummary extends Statistics {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

interface Summary {
  readonly format: WeightFile['format'];
  readonly files: number;
  readonly bytes: number;
  readonly parameters: number;
  readonly dtypes: Readonly<Record<string, number>>;
  /** What rnc leaves out: counters. */
  readonly leftOut: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly looksLike: readonly string[];
  readonly tensors: readonly TensorSummary[];
}

function summarise({ file, inputs, bytes }: OpenedWeights): Summary {
  const { format, tensors, dtypes, metadata } = file;
  const counts = new Map<string, number>();
  for (const dtype of dtypes.values()) counts.set(dtype, (counts.get(dtype) ?? 0) + 1);
  return {
    format,
    files: inputs.length,
    bytes,
    parameters: [...tensors.values()].reduce((sum, { shape }) => sum + countOf(shape), 0),
    dtypes: Object.fromEntries(counts),
    leftOut: [...dtypes.keys()].filter((name) => !tensors.has(name)),
    metadata: Object.fromEntries(metadata),
    looksLike: looksLike(inPyTorchSpelling(file)),
    tensors: [...tensors].map(([name, { shape, data }]) => ({
      name,
      dtype: dtypes.get(name)!,
      shape,
      ...statisticsOf(data),
    })),
  };
}

function tableOf(summary: Summary, shown: number): string {
  const { tensors, dtypes, looksLike: names, metadata, files, leftOut } = summary;
  const types = Object.entries(dtypes).map(([dtype, count]) => `${count} × ${dtype}`);
  const facts: readonly (readonly [string, string])[] = [
    ['format', formatWords[summary.format] + (files > 1 ? `, ${files} files` : '')],
    ['size', `${grouped(summary.bytes)} bytes`],
    ['tensors', `${grouped(tensors.length)}, ${grouped(summary.parameters)} numbers (${types.join(', ')})`],
    ...(leftOut.length === 0
      ? []
      : [['left out', `${plural(leftOut.length, 'counter')}, such as ${leftOut[0]}`] as const]),
    [
      'looks like',
      names.length === 0
        ? 'no bundled network'
        : names.map((name) => `${name} (specs/${name}.resnet)`).join(', '),
    ],
    ...Object.entries(metadata).map(([key, value]) => [key, clip(value)] as const),
  ];
  const rows = tensors
    .slice(0, shown)
    .map(({ name, dtype, shape, least, largest, mean, notFinite }) => [
      clip(name),
      dtype,
      shapeText(shape),
      ...[least, largest, mean].map((value) => (value === undefined ? '–' : value.toPrecision(4))),
      notFinite > 0 ? `${grouped(notFinite)} × NaN or ∞` : '',
    ]);
  const header = ['tensor', 'type', 'shape', 'least', 'largest', 'mean', ''];
  const more = tensors.length - rows.length;
  const bad = tensors.slice(rows.length).filter(({ notFinite }) => notFinite > 0);
  return [
    ...columns(facts.map(([key, value]) => [escapeTerminal(key), escapeTerminal(value)])).map((line) =>
      line.slice(2),
    ),
    '',
    ...columns(
      [header, ...rows].map((row) => row.map(escapeTerminal)),
      [3, 4, 5],
    ).map((line) => line.slice(2)),
    ...(more > 0 ? [`and ${grouped(more)} more; --tensors lists all`] : []),
    ...bad.map(({ name, notFinite }) => `${escapeTerminal(clip(name))}: ${grouped(notFinite)} × NaN or ∞`),
    '',
  ].join('\n');
}

const grouped = (value: number): string => value.toLocaleString('en-US');
const clip = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
