import type { Shape } from '../../../ir/shape.ts';
import { exact, short, shape as showShape } from '../../quantities.ts';
import type { Frame, Item, Picture } from '../model/picture.ts';
import { type Box, boldText, type Mark, type TextStyle, textSizes } from './box.ts';
import { inColumns, type Segment } from './columns.ts';
import type { Context, SequenceBox } from './context.ts';
import { featureMapBox, mapLead, scaleOf } from './feature-map.ts';
import { frameBox, type Reach, reachOf } from './frame.ts';
import { itemBox, rowWidths } from './item.ts';
import { legendBox, usedIn } from './legend.ts';
import { arrow, line } from './lines.ts';
import { lanesOf, sequenceBox } from './sequence.ts';
import { type Lane, stack } from './stack.ts';
import { textWidth } from './text-width.ts';

const margin = 24;
const titleHeight = 58;
const belowTitle = 22;
const betweenLines = 18;
const aboveLegend = 20;
const close = 10;
const roomForHead = 20;

/** The height of the page, beside its width, on which letters are to be as large as can be. */
const pageHeight = 1.3;

export interface PageOptions {
  /** How many columns the flow is broken into; as many as make a page of it if not given. */
  readonly columns: number | undefined;
}

/** The whole picture: title, the flow from input to output, legend. */
export function pageBox(picture: Picture, { columns }: PageOptions): Box {
  const context: Context = {
    shapes: picture.shapes,
    names: picture.names,
    rowWidth: rowWidths(picture.body),
    narrow: false,
    labelled: false,
    item: itemBox,
    sequence: sequenceBox,
  };
  const flow = flowOf(picture, context, columns);
  const texts = titleTexts(picture, flow.width);
  const titleWidth = Math.max(
    ...texts.map(({ style, text }) => textWidth(text, textSizes[style], weightOf(style))),
  );
  const legend = legendBox(usedIn(picture.body), Math.max(flow.width, titleWidth));
  const inner = legend.width;
  const flowTop = texts.at(-1)!.y + belowTitle;
  const legendTop = flowTop + flow.height + aboveLegend;
  const width = inner + 2 * margin;
  const height = legendTop + legend.height + margin;
  return {
    width,
    height,
    axis: 0,
    marks: [{ kind: 'rectangle', style: 'page', x: 0, y: 0, width, height, radius: 0 }, ...texts],
    children: [
      { box: flow, x: margin + (inner - flow.width) / 2, y: flowTop },
      { box: legend, x: margin, y: legendTop },
    ],
  };
}

/** What the network takes and gives, and what it costs. */
export function totalsOf({ input, output, depth, parameters, macs }: Picture): readonly [string, string] {
  return [
    `${showShape(input)} → ${showShape(output)} · depth ${depth}`,
    `${exact(parameters)} parameters · ${short(macs)} MACs`,
  ];
}

function titleTexts(picture: Picture, width: number): readonly Extract<Mark, { kind: 'text' }>[] {
  const at = { kind: 'text', anchor: 'start', x: margin } as const;
  const totals = totalsOf(picture);
  const line = totals.join(' · ');
  const lines = textWidth(line, textSizes.totals) <= width ? [line] : totals;
  return [
    { ...at, style: 'name', y: margin + 15, text: picture.name },
    ...lines.map((text, index) => ({
      ...at,
      style: 'totals' as const,
      y: margin + 36 + betweenLines * index,
      text,
    })),
  ];
}

const weightOf = (style: TextStyle): 'bold' | 'regular' => (boldText.has(style) ? 'bold' : 'regular');

function flowOf(picture: Picture, context: Context, columns: number | undefined): Box {
  const { body } = picture;
  const reach = reachOfAll(body.items, context);
  const framed: Context = { ...context, item: (item, inner) => framedItem(item, inner, reach) };
  if (!body.chain) return withEnds(sequenceBox(body, framed), picture);
  const segments = segmentsOf(picture, framed);
  const lanes = lanesOf(body);
  if (lanes.length > 0) return besideLanes(segments, lanes);
  if (columns !== undefined) return inColumns(segments, columns);
  const most = segments.filter(({ breakable }) => breakable).length + 1;
  let best = inColumns(segments, 1);
  for (let count = 2; count <= most; count += 1) {
    const box = inColumns(segments, count);
    if (sizeOnPage(box) < sizeOnPage(best)) best = box;
    if (box.width > sizeOnPage(best)) break;
  }
  return best;
}

/** How many units wide a page is that holds all of it. */
function sizeOnPage({ width, height }: Box): number {
  return Math.max(width, (height + titleHeight) / pageHeight);
}

/** Lines from one part of the network to another stand beside a single column. */
function besideLanes(segments: readonly PageSegment[], lanes: readonly Lane[]): Box {
  const floorOf: number[] = [];
  for (const [index, { item }] of segments.entries()) if (item) floorOf.push(index);
  const floors = segments.map(({ box }, index) => {
    const next = segments[index + 1];
    return { box, gap: 0, linked: false, below: next === undefined ? 0 : next.lead / 2 };
  });
  return stack(
    floors,
    lanes.map(({ from, to, style }) => ({ from: from === -1 ? 0 : floorOf[from]!, to: floorOf[to]!, style })),
  );
}

function framedItem(item: Item, context: Context, reach: Reach): Box {
  return item.kind === 'frame' ? frameBox(item, bodyBox(item, context), reach) : itemBox(item, context);
}

/** Inside a frame there are no others. */
function bodyBox(frame: Frame, context: Context): SequenceBox {
  return sequenceBox(frame.body, { ...context, labelled: true, item: itemBox });
}

/** All frames of a picture are as wide as the widest has to be. */
function reachOfAll(items: readonly Item[], context: Context): Reach {
  const reach = { left: 0, right: 0 };
  for (const item of items)
    if (item.kind === 'frame') {
      const { left, right } = reachOf(item, bodyBox(item, context));
      reach.left = Math.max(reach.left, left);
      reach.right = Math.max(reach.right, right);
    }
  return reach;
}

interface PageSegment extends Segment {
  /** Whether it is an item of the network, not a map or an edge between two. */
  readonly item: boolean;
  /** How long its line is before anything is drawn on it. */
  readonly lead: number;
}

/** Frames and operators with feature maps between them, wherever a frame ends or a map gets another size. */
function segmentsOf({ body, shapes }: Picture, context: Context): readonly PageSegment[] {
  const drawn = body.items.filter((_, index) => index === 0 || hasMapBefore(body.items, index, shapes));
  const values = [...drawn.map(({ entry }) => shapes[entry]!), shapes[body.exit]!];
  const scale = scaleOf(values);
  const segments: PageSegment[] = [];
  for (const [index, item] of body.items.entries()) {
    const before = body.items[index - 1];
    const flowing = shapes[item.entry]!;
    if (before === undefined || hasMapBefore(body.items, index, shapes)) {
      const first = before === undefined;
      const ends = { in: !first, out: true, words: first ? 'input' : '' };
      segments.push({
        box: featureMapBox(flowing, scale, ends),
        breakable: !first,
        item: false,
        lead: mapLead,
      });
    } else {
      const far = before.kind === 'frame' || item.kind === 'frame';
      const lead = far ? roomForHead : close;
      segments.push({ box: edgeBox(lead), breakable: far, item: false, lead });
    }
    segments.push({ box: context.item(item, context), breakable: false, item: true, lead: 0 });
  }
  const ends = { in: body.items.length > 0, out: false, words: 'output' };
  segments.push({
    ...{ box: featureMapBox(shapes[body.exit]!, scale, ends), breakable: false, item: false, lead: mapLead },
  });
  return segments;
}

function hasMapBefore(items: readonly Item[], index: number, shapes: readonly Shape[]): boolean {
  const before = items[index - 1]!;
  const item = items[index]!;
  const [was, is] = [shapes[before.entry]!, shapes[item.entry]!];
  const resized = was[1] !== is[1] || was[2] !== is[2];
  const changed = resized || was[0] !== is[0];
  const frames = Number(before.kind === 'frame') + Number(item.kind === 'frame');
  return resized || frames === 2 || (changed && frames === 1);
}

function edgeBox(height: number): Box {
  const points = [
    { x: 4, y: 0 },
    { x: 4, y: height },
  ];
  const marks = height >= roomForHead ? arrow('flow', points) : line('flow', points);
  return { width: 8, height, axis: 4, marks, children: [] };
}

/** The input's map above what is no plain chain, and the output's below. */
function withEnds(box: Box, { input, output }: Picture): Box {
  const scale = scaleOf([input, output]);
  return inColumns(
    [
      { box: featureMapBox(input, scale, { in: false, out: false, words: 'input' }), breakable: false },
      { box, breakable: false },
      { box: featureMapBox(output, scale, { in: true, out: false, words: 'output' }), breakable: false },
    ],
    1,
  );
}
