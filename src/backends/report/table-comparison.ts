import { shape } from '../quantities.ts';
import type { AlignedStage } from './align-stages.ts';
import { alignStages, commonSize } from './align-stages.ts';
import { bracketed, isBlock, unitLines } from './brackets.ts';
import type { Cell, Column, TableRow } from './columns.ts';
import { cell, columnWidths, layOut } from './columns.ts';
import type { Report } from './report.ts';
import type { Colours } from './table.ts';
import { exactTotal, totals } from './totals.ts';

/** The paper's Table 1: a column for each network, and as many tables below each other as the width needs. */
export function renderComparison(
  reports: readonly Report[],
  width: number,
  colours: Colours,
): readonly string[] {
  const rows = tableRows(reports, colours);
  return chunks(columnWidths(rows, reports.length + 1), width).flatMap((chosen, index) => {
    const columns: readonly Column[] = [
      { align: 'left', cut: 'start' },
      ...chosen.map((): Column => ({ align: 'left', cut: 'end' })),
    ];
    const narrowed = rows.map((row) =>
      row === 'rule' ? row : [row[0]!, ...chosen.map((column) => row[column]!)],
    );
    return [...(index === 0 ? [] : ['']), ...layOut(narrowed, columns, width, colours.dim)];
  });
}

function tableRows(reports: readonly Report[], colours: Colours): readonly TableRow[] {
  const aligned = alignStages(reports);
  return [
    [cell(''), ...reports.map(({ network }) => cell(network, colours.bold))],
    [cell('input', colours.cyan), ...reports.map(({ input }) => cell(shape(input), colours.dim))],
    'rule',
    ...aligned.map((row): readonly Cell[] => [
      stageName(row, colours),
      ...row.stages.map((stage): Cell => {
        if (stage === undefined) return cell('–', colours.dim);
        const lines = isBlock(stage) ? bracketed(stage) : unitLines(stage).flatMap(breakAtCommas);
        return { lines: commonSize(row) === undefined ? [shape(stage.output), ...lines] : lines };
      }),
    ]),
    [cell('output', colours.cyan), ...reports.map(({ output }) => cell(shape(output), colours.dim))],
    'rule',
    ...totals.map((total) => [
      cell(total.label),
      ...reports.map((report) => cell(exactTotal(total, report), colours.bold)),
    ]),
  ];
}

/** The name, and below it the output's height and width where all networks agree. */
function stageName(row: AlignedStage, colours: Colours): Cell {
  const size = commonSize(row);
  return { lines: size === undefined ? [row.name] : [row.name, `  ${size}`], paint: colours.cyan };
}

/** A block's brackets cannot be broken; a pool's words can, so that three networks stand side by side in 80 columns. */
const widestWords = 19;

function breakAtCommas(line: string): readonly string[] {
  const lines: string[] = [];
  for (const word of line.split(/(?<=,) /)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= widestWords)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines;
}

/** Columns in groups that fit beside the first column; at least one in each. */
function chunks(widths: readonly number[], width: number): readonly (readonly number[])[] {
  const [first = 0, ...others] = widths;
  const groups: number[][] = [];
  let room = 0;
  others.forEach((each, index) => {
    const needed = each + 2;
    if (groups.length === 0 || needed > room) {
      groups.push([]);
      room = width - first;
    }
    groups.at(-1)!.push(index + 1);
    room -= needed;
  });
  return groups;
}
