import pc from 'picocolors';
import { escapeTerminal } from '../../emission/escape.ts';
import { exact, shape, short } from '../quantities.ts';
import { bracketed } from './brackets.ts';
import type { Cell, Column, TableRow } from './columns.ts';
import { cell, layOut } from './columns.ts';
import type { Report, ReportOptions } from './report.ts';
import { renderComparison } from './table-comparison.ts';
import { briefTotal, exactTotal, notes, totals } from './totals.ts';

export type Colours = ReturnType<typeof pc.createColors>;

/** For a terminal: one network as the paper's Table 1 with its totals, or several side by side. */
export function renderTable(reports: readonly Report[], options: ReportOptions): string {
  const colours = pc.createColors(options.colour);
  const [only] = reports;
  const body =
    reports.length === 1 && only
      ? [
          title(only, colours),
          '',
          ...stageTable(only, options, colours),
          '',
          ...totalsTable(only, options, colours),
        ]
      : renderComparison(reports, options.width, colours);
  const layers = options.layers
    ? reports.flatMap((report) => ['', ...layerTable(report, reports.length > 1, options, colours)])
    : [];
  const footer = notes.flatMap((note) => wrap(note, options.width)).map((line) => colours.dim(line));
  return `${[...body, ...layers, '', ...footer].join('\n')}\n`;
}

function title({ network, input, output }: Report, colours: Colours): string {
  return `${colours.bold(escapeTerminal(network))}  ${colours.dim(`${shape(input)} → ${shape(output)}`)}`;
}

function stageTable(report: Report, { width }: ReportOptions, colours: Colours): readonly string[] {
  const columns: readonly Column[] = [
    { align: 'left', cut: 'start' },
    { align: 'left' },
    { align: 'left', cut: 'end' },
    { align: 'right' },
    { align: 'right' },
  ];
  const rows: readonly TableRow[] = [
    heading(['stage', 'output', 'layers', 'parameters', 'MACs'], colours),
    'rule',
    ...report.stages.map((stage): readonly Cell[] => [
      cell(stage.name, colours.cyan),
      cell(shape(stage.output)),
      { lines: bracketed(stage) },
      cell(exact(stage.parameters)),
      cell(short(stage.macs)),
    ]),
    'rule',
    [
      cell('total', colours.bold),
      cell(''),
      cell(''),
      cell(exact(report.parameters.trainable), colours.bold),
      cell(short(report.macs), colours.bold),
    ],
  ];
  return layOut(rows, columns, width, colours.dim);
}

function totalsTable(report: Report, { width }: ReportOptions, colours: Colours): readonly string[] {
  const columns: readonly Column[] = [
    { align: 'left' },
    { align: 'right' },
    { align: 'right' },
    { align: 'left', cut: 'end' },
  ];
  const rows = totals.map((total) => [
    cell(total.label),
    cell(exactTotal(total, report), colours.bold),
    cell(briefTotal(total, report) ?? ''),
    cell(total.note, colours.dim),
  ]);
  return layOut(rows, columns, width, colours.dim);
}

function layerTable(
  report: Report,
  named: boolean,
  { width }: ReportOptions,
  colours: Colours,
): readonly string[] {
  const columns: readonly Column[] = [
    { align: 'left', cut: 'start' },
    { align: 'left' },
    { align: 'left' },
    { align: 'right' },
    { align: 'right' },
  ];
  const rows: readonly TableRow[] = [
    heading([named ? report.network : 'layer', 'operator', 'output', 'parameters', 'MACs'], colours),
    'rule',
    ...report.layers.map(({ path, op, output, parameters, macs }) => [
      cell(path, colours.cyan),
      cell(op),
      cell(shape(output)),
      cell(parameters ? exact(parameters) : ''),
      cell(macs ? exact(macs) : ''),
    ]),
  ];
  return layOut(rows, columns, width, colours.dim);
}

export function heading(titles: readonly string[], colours: Colours): readonly Cell[] {
  return titles.map((text) => cell(text, colours.dim));
}

/** Breaks at blanks. */
function wrap(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
