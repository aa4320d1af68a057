import type { Piece } from './pieces.ts';
import type { Brackets, Node } from './source-tree.ts';
import { firstOf } from './source-tree.ts';

/** Columns of a line. Comments may be longer: they are never broken. */
export const longestLine = 120;

/** Columns from the first piece to the last, where they stand on one line. */
export function widthOf(
  pieces: readonly Piece[],
  gaps: readonly string[],
  first: number,
  last: number,
): number {
  let width = pieces[first]!.text.length;
  for (let at = first + 1; at <= last; at++) width += gaps[at]!.length + pieces[at]!.text.length;
  return width;
}

/** A list of at least two lists. */
export function isMatrix({ form, items }: Brackets): boolean {
  const isRow = ([row, ...others]: readonly Node[]): boolean =>
    row?.kind === 'brackets' && row.form === 'square' && others.length === 0;
  return form === 'square' && items.length > 1 && items.every(isRow);
}

/** Whether its author wrote a matrix in rows, which is how it is kept. */
export function isWrittenInRows(node: Brackets, pieces: readonly Piece[]): boolean {
  return isMatrix(node) && pieces[firstOf(node.items[0]![0]!)]!.newlines > 0;
}
