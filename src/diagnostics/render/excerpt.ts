import stringWidth from 'string-width';
import { unsafe } from './printable.ts';

/** A piece of one source line as a terminal shows it, and where the marked part lies in it, in terminal cells. */
export interface Excerpt {
  readonly text: string;
  readonly indent: number;
  readonly width: number;
}

const tabStop = 4;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

interface Cell {
  readonly text: string;
  /** How many terminal cells it takes: 0 for a combining mark alone, 2 for CJK and emoji. */
  readonly width: number;
  /** The UTF-16 code units of the line that it stands for. */
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts `line` to `available` terminal cells around the code units [from, to), with `…` where something is left out.
 * Tabs become blanks up to the next stop of 4.
 */
export function excerpt(line: string, from: number, to: number, available: number): Excerpt {
  // A window far wider than the terminal, so that a line of a megabyte costs no more than a long one.
  const reach = available * 8;
  const windowStart = Math.max(0, from - reach);
  const windowEnd = Math.min(line.length, from + reach);
  const cells = cellsOf(line.slice(windowStart, windowEnd), windowStart);

  const found = cells.findIndex((cell) => cell.end > from);
  const mark = found < 0 ? cells.length : found;
  let markEnd = mark;
  while (markEnd < cells.length && cells[markEnd]!.start < to) markEnd++;

  const whole = windowStart === 0 && windowEnd === line.length && widthOf(cells) <= available;
  let left = mark;
  let right = mark;
  let room = whole ? available : available - 2;
  const takeRight = (limit: number): void => {
    while (right < limit && cells[right]!.width <= room) room -= cells[right++]!.width;
  };
  const takeLeft = (share: number): void => {
    const rest = room - share;
    while (left > 0 && room - cells[left - 1]!.width >= rest) room -= cells[--left]!.width;
  };
  takeRight(markEnd);
  takeLeft(widthOf(cells.slice(0, mark)) <= room ? room : Math.floor(room / 3));
  takeRight(cells.length);
  takeLeft(room);

  const cutLeft = left > 0 || windowStart > 0;
  const cutRight = right < cells.length || windowEnd < line.length;
  return {
    text: `${cutLeft ? '…' : ''}${cells
      .slice(left, right)
      .map((cell) => cell.text)
      .join('')}${cutRight ? '…' : ''}`,
    indent: (cutLeft ? 1 : 0) + widthOf(cells.slice(left, mark)),
    width: Math.max(1, widthOf(cells.slice(mark, Math.min(markEnd, right)))),
  };
}

function cellsOf(line: string, start: number): readonly Cell[] {
  const clean = line.replace(unsafe, (character) => '\uFFFD'.repeat(character.length));
  let column = 0;
  return Array.from(segmenter.segment(clean), ({ segment, index }) => {
    const width = segment === '\t' ? tabStop - (column % tabStop) : stringWidth(segment);
    column += width;
    const offset = start + index;
    const text = segment === '\t' ? ' '.repeat(width) : segment;
    return { text, width, start: offset, end: offset + segment.length };
  });
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/** Breaks `text` between words so that no line is wider than `width` cells; a word that is wider stands alone. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (line !== '' && stringWidth(joined) > width) {
      lines.push(line);
      line = word;
    } else {
      line = joined;
    }
  }
  return [...lines, line];
}
