import * as t from '../parser/tokens.ts';
import { splitAt } from './inline-gaps.ts';
import type { Piece } from './pieces.ts';
import type { Item, Node } from './source-tree.ts';
import { firstOf, lastOf } from './source-tree.ts';
import { longestLine, widthOf } from './widths.ts';

/** Labels and cells that differ by more columns than this have no column in common: the blanks between would not help to read them. */
const widestGap = 8;

/** Fewer numbers than this in a row are no table. */
const fewestNumbers = 3;

/**
 * Makes columns of statements that stand below each other, each on its line: of their labels, and of the numbers and options of those
 * that call the same. Columns for which a line would be too long are left out.
 */
export function alignRows(
  rows: readonly Item[],
  indentation: number,
  pieces: readonly Piece[],
  gaps: string[],
): void {
  const fits = ({ first, last }: Item, more: number): boolean =>
    indentation + widthOf(pieces, gaps, first, last) + more <= longestLine;
  const groups = labelGroups(rows, pieces, gaps);
  for (const group of groups) {
    const widest = Math.max(...group.map(({ width }) => width));
    if (!group.every(({ row, width }) => fits(row, widest - width))) continue;
    for (const { row, width } of group) gaps[firstOf(row.nodes[row.label]!)] = ' '.repeat(1 + widest - width);
  }
  const unlabelled = rows.filter(({ label }) => label === 0);
  for (const group of [unlabelled, ...groups.map((group) => group.map(({ row }) => row))]) {
    for (const table of tablesOf(group, pieces)) {
      const pads = padsOf(table, pieces, gaps);
      const added = (row: TableRow): number =>
        [...pads].reduce(
          (sum, [at, pad]) => (row.item.first < at && at <= row.item.last ? sum + pad : sum),
          0,
        );
      if (!table.every((row) => fits(row.item, added(row)))) continue;
      for (const [at, pad] of pads) gaps[at] += ' '.repeat(pad);
    }
  }
}

interface Labelled {
  readonly row: Item;
  /** Of the label, with its colon. */
  readonly width: number;
}

/** Labels below each other that are about as long; what has none may stand between them. */
function labelGroups(
  rows: readonly Item[],
  pieces: readonly Piece[],
  gaps: readonly string[],
): readonly (readonly Labelled[])[] {
  const groups: Labelled[][] = [];
  for (const row of rows) {
    if (row.label === 0 || row.label === row.nodes.length) continue;
    const width = widthOf(pieces, gaps, row.first, lastOf(row.nodes[row.label - 1]!));
    const group = groups.at(-1) ?? [];
    const widths = [width, ...group.map((other) => other.width)];
    if (group.length === 0 || Math.max(...widths) - Math.min(...widths) > widestGap)
      groups.push([{ row, width }]);
    else group.push({ row, width });
  }
  return groups;
}

interface TableRow {
  readonly item: Item;
  /** What rows of one table have in common: `stage bottleneck`. */
  readonly head: string;
  /** How often a stage repeats its block. */
  readonly count: readonly Node[] | undefined;
  readonly given: readonly (readonly Node[])[];
  /** Behind a stage: `stride 2`. */
  readonly options: readonly (readonly Node[])[];
}

function tablesOf(rows: readonly Item[], pieces: readonly Piece[]): readonly (readonly TableRow[])[] {
  const tables = new Map<string, TableRow[]>();
  for (const item of rows) {
    const row = readRow(item, pieces);
    if (row !== undefined) tables.set(row.head, [...(tables.get(row.head) ?? []), row]);
  }
  return [...tables.values()].filter((table) => table.length > 1);
}

function readRow(item: Item, pieces: readonly Piece[]): TableRow | undefined {
  const typeOf = (node: Node | undefined) =>
    node?.kind === 'token' ? pieces[node.at]!.token.tokenType : undefined;
  const isComma = (node: Node): boolean => typeOf(node) === t.Comma;
  const [head, ...rest] = item.nodes.slice(item.label);
  const textOf = (node: Node): string => pieces[firstOf(node)]!.text;
  if (typeOf(head) === t.Stage) {
    const [repeated = [], ...options] = splitAt(rest, isComma);
    const [count = [], call = []] = splitAt(repeated, (node) => typeOf(node) === t.Times);
    const [callee, given] = call;
    if (count.length === 0 || call.length !== 2 || typeOf(callee) !== t.Identifier) return undefined;
    if (given?.kind !== 'brackets') return undefined;
    return { item, head: `stage ${textOf(callee!)}`, count, given: given.items, options };
  }
  if (typeOf(head) !== t.Identifier) return undefined;
  const [call, ...more] = rest;
  const isCall = call?.kind === 'brackets' && call.form === 'round' && more.length === 0;
  const given = isCall ? call.items : splitAt(rest, isComma);
  return { item, head: textOf(head!), count: undefined, given, options: [] };
}

/** How many more blanks a piece gets in front of it. */
function padsOf(
  table: readonly TableRow[],
  pieces: readonly Piece[],
  gaps: readonly string[],
): ReadonlyMap<number, number> {
  const pads = new Map<number, number>();
  const counts = table.flatMap(({ count }) => (count === undefined ? [] : [count]));
  if (counts.every((count) => isNumber(count, pieces))) rightAlign(counts, pieces, pads);
  for (const [at, pad] of numberColumns(
    table.map(({ given }) => given),
    pieces,
    fewestNumbers,
  ))
    pads.set(at, pad);
  const options = table.flatMap(({ item, options: [option] }) =>
    option?.[0] ? [{ item, at: firstOf(option[0]) }] : [],
  );
  const columns = options.map(({ item, at }) => {
    const behindLabel = firstOf(item.nodes[item.label]!);
    const padded = [...pads].reduce(
      (sum, [place, pad]) => (behindLabel < place && place < at ? sum + pad : sum),
      0,
    );
    return { at, column: widthOf(pieces, gaps, behindLabel, at - 1) + padded };
  });
  const furthest = Math.max(...columns.map(({ column }) => column));
  if (columns.every(({ column }) => furthest - column <= widestGap))
    for (const { at, column } of columns) pads.set(at, furthest - column);
  return pads;
}

/** Blanks that right-align the numbers of rows, as far as all rows have numbers in the same place. */
export function numberColumns(
  rows: readonly (readonly (readonly Node[])[])[],
  pieces: readonly Piece[],
  fewest = 1,
): ReadonlyMap<number, number> {
  const pads = new Map<number, number>();
  let columns = 0;
  const cellsAt = (column: number) => rows.map((row) => row[column] ?? []);
  while (cellsAt(columns).every((cell) => isNumber(cell, pieces))) columns++;
  if (columns < fewest) return pads;
  for (let column = 0; column < columns; column++) rightAlign(cellsAt(column), pieces, pads);
  return pads;
}

function rightAlign(
  cells: readonly (readonly Node[])[],
  pieces: readonly Piece[],
  pads: Map<number, number>,
): void {
  const widths = cells.map((cell) => numberWidth(cell, pieces));
  const widest = Math.max(...widths);
  if (widest - Math.min(...widths) > widestGap) return;
  for (const [index, cell] of cells.entries()) {
    const pad = widest - widths[index]!;
    if (pad > 0) pads.set(firstOf(cell[0]!), pad);
  }
}

/** `64`, `-0.5`: its sign touches it. */
function isNumber(cell: readonly Node[], pieces: readonly Piece[]): boolean {
  const tokens = cell.map((node) => (node.kind === 'token' ? pieces[node.at]!.token : undefined));
  const last = tokens.at(-1);
  const isDigits = last !== undefined && (last.tokenType === t.Integer || last.tokenType === t.Float);
  return isDigits && (tokens.length === 1 || (tokens.length === 2 && tokens[0]?.tokenType === t.Minus));
}

function numberWidth(cell: readonly Node[], pieces: readonly Piece[]): number {
  return cell.reduce((width, node) => width + pieces[firstOf(node)]!.text.length, 0);
}
