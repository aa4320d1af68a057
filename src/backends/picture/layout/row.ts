import type { Row } from '../model/picture.ts';
import { type Box, type Mark, textSizes } from './box.ts';
import { shorten, textWidth } from './text-width.ts';

const padding = 12;
const lowest = 20;
const oneLine = 25;
const twoLines = 36;
const longest = 44;
/** Between an operator's words and those of what is behind it. */
export const afterGap = 7;

/** Of a row without an operator of weight, all words are alike. */
const wordsOf = ({ role, words, after }: Row): string =>
  shorten(role === 'small' ? [words, ...after].join(' · ') : words, longest);
const afterOf = ({ role, after }: Row): string =>
  role === 'small' ? '' : shorten(after.join(' · '), longest);

/** What a row takes with everything on one line. */
export function wideWidth(row: Row): number {
  const after = afterOf(row);
  const behind = after === '' ? 0 : afterGap + textWidth(after, textSizes.after);
  return textWidth(wordsOf(row), sizeOf(row)) + behind + 2 * padding;
}

/** The same with the second part below the first. */
export function narrowWidth(row: Row): number {
  const first = textWidth(wordsOf(row), sizeOf(row));
  return Math.max(first, textWidth(afterOf(row), textSizes.after)) + 2 * padding;
}

const sizeOf = ({ role }: Row): number => textSizes[role === 'small' ? 'after' : 'operator'];

/** An operator's box. */
export function rowBox(row: Row, least: number, narrow: boolean): Box {
  const width = Math.max(least, narrow ? narrowWidth(row) : wideWidth(row));
  const [first, second] = [wordsOf(row), afterOf(row)];
  const below = narrow && second !== '';
  const height = row.role === 'small' ? lowest : below ? twoLines : oneLine;
  const x = width / 2;
  const words = { kind: 'text', anchor: 'middle', x } as const;
  const style = row.role === 'small' ? 'after' : 'operator';
  const texts: readonly Mark[] = below
    ? [
        { ...words, style, y: 15.5, text: first },
        { ...words, style: 'after', y: 29, text: second },
      ]
    : [{ ...words, style, y: height / 2 + 4.5, text: first, ...(second && { after: second }) }];
  return {
    width,
    height,
    axis: x,
    marks: [{ kind: 'rectangle', style: row.role, x: 0, y: 0, width, height, radius: 4 }, ...texts],
    children: [],
    group: { kind: 'operator', title: row.name, name: row.name },
  };
}
