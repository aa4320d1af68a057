import type { Shape } from '../../../ir/shape.ts';
import { shape as showShape } from '../../quantities.ts';
import { type Box, textSizes } from './box.ts';
import { arrow, line, polygon } from './lines.ts';
import { textWidth } from './text-width.ts';

/** The largest extents of a picture, which the others are drawn in proportion to. */
export interface Scale {
  readonly side: number;
  readonly channels: number;
}

const widest = 118;
const deepest = 26;
const thickest = 30;
/** A side is seen from the front over this share of its depth to the right. */
const slant = 0.7;
const least = { width: 7, depth: 3, thickness: 2 };
/** How far above the map the line that leads to it begins. */
export const mapLead = 15;
const tail = 17;
const besideMap = 9;

export function scaleOf(shapes: readonly Shape[]): Scale {
  return {
    side: shapes.reduce((most, [, height, width]) => Math.max(most, height, width), 1),
    channels: shapes.reduce((most, [channels]) => Math.max(most, channels), 1),
  };
}

/** A feature map to scale: sides by the roots of height and width, thickness by the root of the channels. */
export function mapSize([channels, height, width]: Shape, scale: Scale) {
  const share = (extent: number, most: number): number => Math.sqrt(extent / most);
  return {
    width: Math.max(least.width, widest * share(width, scale.side)),
    depth: Math.max(least.depth, deepest * share(height, scale.side)),
    thickness: Math.max(least.thickness, thickest * share(channels, scale.channels)),
  };
}

export interface MapEnds {
  /** Whether a value flows in, and out. */
  readonly in: boolean;
  readonly out: boolean;
  readonly words: string;
}

export function featureMapBox(shape: Shape, scale: Scale, ends: MapEnds): Box {
  const { width, depth, thickness } = mapSize(shape, scale);
  const skew = slant * depth;
  const x = (width + skew) / 2;
  const top = ends.in ? mapLead : 0;
  const bottom = top + depth + thickness;
  const height = bottom + (ends.out ? tail : 0);
  const text = [ends.words, showShape(shape)].filter((part) => part !== '').join(' ');
  const corner = (right: number, down: number) => ({ x: right, y: top + down });
  return {
    width: width + skew + besideMap + textWidth(text, textSizes.shape),
    height,
    axis: x,
    marks: [
      polygon('top', [corner(0, depth), corner(skew, 0), corner(width + skew, 0), corner(width, depth)]),
      polygon('face', [
        corner(0, depth),
        corner(width, depth),
        corner(width, depth + thickness),
        corner(0, depth + thickness),
      ]),
      polygon('face', [
        corner(width, depth),
        corner(width + skew, 0),
        corner(width + skew, thickness),
        corner(width, depth + thickness),
      ]),
      ...(ends.in
        ? line('flow', [
            { x, y: 0 },
            { x, y: top + depth / 2 },
          ])
        : []),
      ...(ends.out
        ? arrow('flow', [
            { x, y: bottom },
            { x, y: height },
          ])
        : []),
      {
        kind: 'text',
        style: 'shape',
        anchor: 'start',
        x: width + skew + besideMap,
        y: top + (depth + thickness) / 2 + 4,
        text,
      },
    ],
    children: [],
    group: { kind: 'feature-map', title: text, name: '' },
  };
}
