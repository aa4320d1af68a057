import stringWidth from 'string-width';
import { escapeTerminal } from '../../emission/escape.ts';

/** What gives a finished piece of text its colour; it may not change its width. */
export type Paint = (text: string) => string;

export interface Cell {
  readonly lines: readonly string[];
  readonly paint?: Paint;
}

export interface Column {
  readonly align: 'left' | 'right';
  /** Where text is cut with an ellipsis if the terminal is too narrow: paths lose their start. */
  readonly cut?: 'start' | 'end';
}

/** A line of cells, or a rule over the whole width. */
export type TableRow = readonly Cell[] | 'rule';

export const cell = (text: string, paint?: Paint): Cell => ({ lines: [text], ...(paint && { paint }) });

/** Columns on a terminal. Nearly all text of a report is plain and needs no look at Unicode's tables. */
function widthOf(text: string): number {
  return /^[ -~×→–…⎡-⎦]*$/.test(text) ? text.length : stringWidth(text);
}

const gap = '  ';
const narrowest = 8;

export function columnWidths(rows: readonly TableRow[], columns: number): readonly number[] {
  const widths = new Array<number>(columns).fill(0);
  for (const row of rows) {
    if (row === 'rule') continue;
    row.forEach(({ lines }, index) => {
      for (const line of lines) widths[index] = Math.max(widths[index]!, widthOf(line));
    });
  }
  return widths;
}

/** Cells of several lines under each other, as wide as they need, cut where they would be wider than `width`. */
export function layOut(
  rows: readonly TableRow[],
  columns: readonly Column[],
  width: number,
  paintRule: Paint,
): readonly string[] {
  const widths = narrow(columnWidths(rows, columns.length), columns, width);
  const total = widths.reduce((sum, each) => sum + each, 0) + gap.length * (columns.length - 1);
  return rows.flatMap((row): readonly string[] => {
    if (row === 'rule') return [paintRule('─'.repeat(total))];
    const height = Math.max(1, ...row.map(({ lines }) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      columns
        .map((column, index) => {
          const { lines = [], paint = (text: string) => text } = row[index] ?? {};
          return paint(pad(cut(lines[line] ?? '', widths[index]!, column.cut), widths[index]!, column.align));
        })
        .join(gap)
        .trimEnd(),
    );
  });
}

/** Takes the missing room from the columns that may be cut, the widest first. */
function narrow(widths: readonly number[], columns: readonly Column[], width: number): readonly number[] {
  const narrowed = [...widths];
  let excess = narrowed.reduce((sum, each) => sum + each, 0) + gap.length * (columns.length - 1) - width;
  while (excess > 0) {
    let widest = -1;
    columns.forEach((column, index) => {
      if (column.cut && narrowed[index]! > narrowest && (widest < 0 || narrowed[index]! > narrowed[widest]!))
        widest = index;
    });
    if (widest < 0) break;
    narrowed[widest] = narrowed[widest]! - 1;
    excess -= 1;
  }
  return narrowed;
}

function cut(text: string, width: number, where: 'start' | 'end' = 'end'): string {
  const safe = escapeTerminal(text);
  if (widthOf(safe) <= width) return safe;
  const characters = [...safe];
  if (where === 'start') characters.reverse();
  let kept = '';
  for (const character of characters) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return where === 'start' ? `…${[...kept].reverse().join('')}` : `${kept}…`;
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
}
