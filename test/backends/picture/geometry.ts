import { textSizes } from '../../../src/backends/picture/layout/box.ts';
import { textWidth } from '../../../src/backends/picture/layout/text-width.ts';
import type { ReadSvg, Shape } from './read-svg.ts';

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Rounding in the file. */
const hairline = 0.05;
const betweenTexts = 7;

/** What a reader would find fault with in where things stand; empty where there is nothing. */
export function faultsOf(svg: ReadSvg): readonly string[] {
  const page: Rectangle = { left: 0, right: svg.width, top: 0, bottom: svg.height };
  const boxes = svg.shapes.filter(
    ({ element, style }) => element === 'rect' && !['page', 'frame'].includes(style),
  );
  const frames = svg.shapes.filter(({ element, style }) => element === 'rect' && style === 'frame');
  const texts = svg.shapes.filter(({ element }) => element === 'text');
  const inBox = new Map(boxes.map((box) => [box.groups.at(-1), box]));
  const loose = texts.filter(({ groups }) => !inBox.has(groups.at(-1)));
  return [
    ...svg.shapes
      .filter((shape) => !holds(page, placeOf(shape)))
      .map((shape) => `${wordsOf(shape)} leaves the page`),
    ...overlaps(boxes),
    ...overlaps(frames),
    ...overlaps([...boxes, ...loose]),
    ...texts.flatMap((text) => {
      const box = inBox.get(text.groups.at(-1));
      return box === undefined || holds(placeOf(box), placeOf(text))
        ? []
        : [`${wordsOf(text)} leaves its box`];
    }),
    ...frames.flatMap((frame) => {
      const group = frame.groups.at(-1)!;
      return svg.shapes
        .filter((shape) => shape !== frame && shape.groups.includes(group))
        .filter((shape) => !holds(placeOf(frame), placeOf(shape)))
        .map((shape) => `${wordsOf(shape)} leaves the frame of ${group.title}`);
    }),
  ];
}

const wordsOf = ({ element, style, text, x, y }: Shape): string =>
  `${element} ${style} “${text}” at ${Math.round(x)},${Math.round(y)}`;

function placeOf({ element, style, x, y, width, height, anchor, text, after }: Shape): Rectangle {
  if (element === 'rect') return { left: x, right: x + width, top: y, bottom: y + height };
  const size = textSizes[style as keyof typeof textSizes];
  const bold = ['name', 'frame-title', 'times'].includes(style) ? 'bold' : 'regular';
  const behind = after === '' ? 0 : betweenTexts + textWidth(after, textSizes.after);
  const wide = textWidth(text, size, bold) + behind;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
  // From the top of a capital to the foot of a g.
  return { left, right: left + wide, top: y - 0.74 * size, bottom: y + 0.22 * size };
}

function holds(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.left >= outer.left - hairline &&
    inner.right <= outer.right + hairline &&
    inner.top >= outer.top - hairline &&
    inner.bottom <= outer.bottom + hairline
  );
}

function overlaps(shapes: readonly Shape[]): readonly string[] {
  const places = shapes
    .map((shape) => ({ shape, place: placeOf(shape) }))
    .sort((a, b) => a.place.top - b.place.top);
  const found: string[] = [];
  for (const [index, { shape, place }] of places.entries())
    for (let next = index + 1; next < places.length; next += 1) {
      const other = places[next]!;
      if (other.place.top >= place.bottom - hairline) break;
      const apart = other.place.left >= place.right - hairline || place.left >= other.place.right - hairline;
      if (!apart) found.push(`${wordsOf(shape)} is over ${wordsOf(other.shape)}`);
    }
  return found;
}
