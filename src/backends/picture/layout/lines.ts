import type { LineStyle, Mark, Point } from './box.ts';

/** Of rounded corners. */
const cornerRadius = 9;
const arrowLength = 7;
const arrowHalfWidth = 3.5;

const show = (number: number): string => String(Math.round(number * 100) / 100);
const at = ({ x, y }: Point): string => `${show(x)} ${show(y)}`;

/** A line of horizontal and vertical pieces with rounded corners. */
export function roundedPath(points: readonly Point[]): string {
  const corners = points.filter(
    (point, index) => index === 0 || point.x !== points[index - 1]!.x || point.y !== points[index - 1]!.y,
  );
  const pieces = corners.map((corner, index) => {
    const before = corners[index - 1];
    const after = corners[index + 1];
    if (before === undefined) return `M${at(corner)}`;
    if (after === undefined) return `L${at(corner)}`;
    const radius = Math.min(cornerRadius, distance(before, corner) / 2, distance(corner, after) / 2);
    return `L${at(towards(corner, before, radius))}Q${at(corner)} ${at(towards(corner, after, radius))}`;
  });
  return pieces.join('');
}

/** A line in its style; concatenation is a double one. */
export function line(style: LineStyle, points: readonly Point[]): readonly Mark[] {
  const d = roundedPath(points);
  const mark: Mark = { kind: 'path', style, d };
  return style === 'concat' ? [mark, { kind: 'path', style: 'concat-core', d }] : [mark];
}

/** The same with a head at its end. */
export function arrow(style: LineStyle, points: readonly Point[]): readonly Mark[] {
  const end = points.at(-1)!;
  const before = points.at(-2)!;
  const neck = towards(end, before, Math.min(arrowLength, distance(end, before)));
  const across = { x: (neck.y - end.y) / arrowLength, y: (end.x - neck.x) / arrowLength };
  const side = (sign: 1 | -1): Point => ({
    x: neck.x + sign * arrowHalfWidth * across.x,
    y: neck.y + sign * arrowHalfWidth * across.y,
  });
  return [
    ...line(style, [...points.slice(0, -1), neck]),
    { kind: 'path', style: 'arrow', d: `M${at(end)}L${at(side(1))}L${at(side(-1))}Z` },
  ];
}

/** A line through points from top to bottom, upright at each of them. */
export function curve(points: readonly Point[]): readonly Mark[] {
  const pieces = points.map((point, index) => {
    const before = points[index - 1];
    if (before === undefined) return `M${at(point)}`;
    if (before.x === point.x) return `L${at(point)}`;
    const middle = (before.y + point.y) / 2;
    return `C${at({ x: before.x, y: middle })} ${at({ x: point.x, y: middle })} ${at(point)}`;
  });
  return [{ kind: 'path', style: 'flow', d: pieces.join('') }];
}

/** Where a line leaves another. */
export function dot({ x, y }: Point): Mark {
  return {
    kind: 'path',
    style: 'arrow',
    d: `M${at({ x: x - 2.5, y })}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0Z`,
  };
}

export function polygon(style: 'face' | 'top', points: readonly Point[]): Mark {
  return { kind: 'path', style, d: `M${points.map(at).join('L')}Z` };
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = Math.hypot(to.x - from.x, to.y - from.y);
  if (whole === 0) return from;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}
