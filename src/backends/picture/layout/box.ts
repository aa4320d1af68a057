/** What is drawn. Numbers are the picture's units, with the text of an operator 13 of them high. */
export type Mark =
  | {
      readonly kind: 'rectangle';
      readonly style: RectangleStyle;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
    }
  | { readonly kind: 'path'; readonly style: PathStyle; readonly d: string }
  | {
      readonly kind: 'text';
      readonly style: TextStyle;
      readonly anchor: 'start' | 'middle' | 'end';
      /** Of the anchor and the baseline. */
      readonly x: number;
      readonly y: number;
      readonly text: string;
      /** In smaller letters behind it. */
      readonly after?: string;
    };

export type RectangleStyle =
  | 'page'
  | 'frame'
  | 'join'
  | 'convolution'
  | 'linear'
  | 'pool'
  | 'small'
  | 'other';

export type LineStyle = 'flow' | 'identity' | 'projection' | 'zero_pad' | 'path' | 'concat';
export type PathStyle = LineStyle | 'concat-core' | 'arrow' | 'sign' | 'bracket' | 'face' | 'top';

export type TextStyle =
  | 'name'
  | 'totals'
  | 'frame-title'
  | 'frame-words'
  | 'operator'
  | 'after'
  | 'shape'
  | 'times'
  | 'legend';

/** Sizes of text by style, and which are bold. */
export const textSizes: Readonly<Record<TextStyle, number>> = {
  name: 20,
  totals: 13,
  'frame-title': 13,
  'frame-words': 11.5,
  operator: 13,
  after: 11,
  shape: 12,
  times: 16,
  legend: 12,
};
export const boldText: ReadonlySet<TextStyle> = new Set(['name', 'frame-title', 'times']);

/** A piece of the picture. A value flows in at the middle of its axis' upper end, and out at the lower one. */
export interface Box {
  readonly width: number;
  readonly height: number;
  /** How far the axis is from the left. */
  readonly axis: number;
  readonly marks: readonly Mark[];
  readonly children: readonly Placed[];
  /** Where an arrow from the right ends; the middle of its right side where it says nothing. */
  readonly port?: Point;
  /** What it is, for readers of the SVG and for tests. */
  readonly group?: Group;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Placed extends Point {
  readonly box: Box;
}

export interface Group {
  readonly kind:
    | 'frame'
    | 'copies'
    | 'residual'
    | 'gate'
    | 'fork'
    | 'operator'
    | 'join'
    | 'feature-map'
    | 'legend';
  /** A tip that stands beside the pointer. */
  readonly title: string;
  /** What tensors below it begin with. */
  readonly name: string;
  /** Of a residual: the shortcut's kind. */
  readonly shortcut?: string;
}

/** A box of several whose axes are one, each at its height. */
export function onOneAxis(
  parts: readonly { readonly box: Box; readonly y: number }[],
  height: number,
  marks: (axis: number) => readonly Mark[],
  least: { readonly left: number; readonly right: number } = { left: 0, right: 0 },
): Box {
  const left = parts.reduce((most, { box }) => Math.max(most, box.axis), least.left);
  const right = parts.reduce((most, { box }) => Math.max(most, box.width - box.axis), least.right);
  return {
    width: left + right,
    height,
    axis: left,
    marks: marks(left),
    children: parts.map(({ box, y }) => ({ box, x: left - box.axis, y })),
  };
}
