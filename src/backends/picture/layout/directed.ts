import { Graph, layout } from '@dagrejs/dagre';
import type { NodeId } from '../../../ir/graph.ts';
import type { Sequence } from '../model/picture.ts';
import { itemOf } from '../model/sequence.ts';
import type { Box, Mark, Placed, Point } from './box.ts';
import type { Context, SequenceBox } from './context.ts';
import { arrow, curve } from './lines.ts';
import { shorten, textWidth } from './text-width.ts';

const start = 'start';
const end = 'end';
/** Where what flows out was made elsewhere. */
const tag = 'tag';
const toAxis = 22;
const longestName = 24;

/** What dagre writes into a graph. */
interface Spot extends Size {
  x: number;
  y: number;
}
interface GraphEdge {
  readonly v: string;
  readonly w: string;
}
type Layered = Graph<Partial<Size>, Spot, { points?: readonly Point[] }>;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Items that form no chain: a layered graph by dagre, in whose algorithm nothing is left to chance. */
export function directedBox(sequence: Sequence, boxes: readonly Box[], context: Context): SequenceBox {
  const { exit } = sequence;
  const source = sourceIn(sequence);
  const nodes = boxes.map((box, index) => {
    const { entry } = sequence.items[index]!;
    return source(entry) === undefined ? withTag(box, context.names[entry]!) : box;
  });
  const graph = layered(sequence, nodes);
  const at = (name: string): Spot => graph.node(name);

  const children = nodes.map((box, index): Placed => {
    const { x, y } = at(String(index));
    return { box, x: x - box.axis, y: y - box.height / 2 };
  });
  const { width, height } = graph.graph() as Size;
  const out = at(end);
  const entered = (graph.outEdges(start) ?? []).length > 0;
  const axis = (entered ? at(start) : out).x;
  const bottom = height + (out.x === axis ? 4 : toAxis);
  const marks = [...edgeMarks(graph), ...curve([out, { x: axis, y: bottom }])];
  if (source(exit) === undefined) {
    const { x, y } = at(tag);
    marks.push(...tagMarks(x, y - tagHeight / 2, context.names[exit]!));
  }
  return {
    ...{ width, height: bottom, axis, marks, children, entered },
    stops: nodes.map(() => bottom),
  };
}

/** The graph's name for whatever makes a value; undefined where that is outside of the sequence. */
function sourceIn({ items, entry }: Sequence): (value: NodeId) => string | undefined {
  return (value) => {
    if (value === entry) return start;
    const from = itemOf(items, value);
    return from === undefined ? undefined : String(from);
  };
}

function layered(sequence: Sequence, nodes: readonly Box[]): Layered {
  const { items, exit } = sequence;
  const source = sourceIn(sequence);
  const graph: Layered = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'TB', ranksep: 34, nodesep: 22, edgesep: 16, marginx: 3, marginy: 0 });
  const point = { x: 0, y: 0, width: 4, height: 1 };
  graph.setNode(start, { ...point });
  graph.setNode(end, { ...point });
  for (const [index, box] of nodes.entries()) {
    // dagre puts the middle of a box on the line; here this is its axis.
    const width = 2 * Math.max(box.axis, box.width - box.axis);
    graph.setNode(String(index), { ...point, width, height: box.height });
  }
  for (const [index, item] of items.entries()) {
    // What is read deeper inside of an item is said there by name.
    const values = item.kind === 'join' ? [item.entry, ...item.values] : [item.entry];
    for (const value of values) {
      const from = source(value);
      if (from !== undefined) graph.setEdge(from, String(index), { weight: value === item.entry ? 3 : 1 });
    }
  }
  const last = source(exit);
  if (last === undefined) graph.setNode(tag, { ...point, width: 2 * longestName * 5, height: tagHeight });
  graph.setEdge(last ?? tag, end, { weight: 3 });
  layout(graph);
  intoView(graph);
  return graph;
}

/** dagre counts boxes, but not the lines that run beside them. */
function intoView(graph: Layered): void {
  const bends: Point[] = graph.edges().flatMap(({ v, w }: GraphEdge) => graph.edge(v, w).points ?? []);
  const left = bends.reduce((least, { x }) => Math.min(least, x - 3), 0);
  const { width = 0, height = 0 } = graph.graph();
  const right = bends.reduce((most, { x }) => Math.max(most, x + 3), width);
  for (const name of graph.nodes()) graph.node(name).x -= left;
  for (const { v, w } of graph.edges()) {
    const edge = graph.edge(v, w);
    graph.setEdge(v, w, { points: (edge.points ?? []).map(({ x, y }: Point) => ({ x: x - left, y })) });
  }
  graph.setGraph({ width: right - left, height });
}

function edgeMarks(graph: Layered): readonly Mark[] {
  const at = (name: string): Spot => graph.node(name);
  const heights = rankHeights(graph.nodes().map(at));
  return graph.edges().flatMap(({ v, w }: GraphEdge): readonly Mark[] => {
    const [from, to] = [at(v), at(w)];
    const { points = [] } = graph.edge(v, w);
    // Upright beside the boxes of a rank, curved between the ranks.
    const through = points.slice(1, -1).flatMap(({ x, y }: Point) => {
      const half = heights.get(Math.round(y));
      return half === undefined
        ? []
        : [
            { x, y: y - half },
            { x, y: y + half },
          ];
    });
    const first = { x: from.x, y: from.y + from.height / 2 };
    const final = { x: to.x, y: to.y - to.height / 2 };
    if (w === end) return curve([first, ...through, final]);
    const head = { x: final.x, y: final.y - 9 };
    return [...curve([first, ...through, head]), ...arrow('flow', [head, final])];
  });
}

/** Half of the tallest box by the middle of its rank. */
function rankHeights(nodes: readonly (Point & { height: number })[]): ReadonlyMap<number, number> {
  const heights = new Map<number, number>();
  for (const { y, height } of nodes)
    heights.set(Math.round(y), Math.max(heights.get(Math.round(y)) ?? 0, height / 2 + 2));
  return heights;
}

const tagHeight = 20;
const belowTag = 34;
const tagText = (name: string): string => `from ${shorten(name, longestName)}`;
const tagWidth = (name: string): number => textWidth(tagText(name), 11) + 16;

/** A box that reads what was made elsewhere says where. */
function withTag(box: Box, name: string): Box {
  const half = Math.max(tagWidth(name) / 2, box.axis);
  const right = Math.max(half, box.width - box.axis);
  return {
    width: half + right,
    height: box.height + belowTag,
    axis: half,
    marks: [
      ...tagMarks(half, 0, name),
      ...arrow('flow', [
        { x: half, y: tagHeight },
        { x: half, y: belowTag },
      ]),
    ],
    children: [{ box, x: half - box.axis, y: belowTag }],
  };
}

function tagMarks(x: number, y: number, name: string): readonly Mark[] {
  const width = tagWidth(name);
  return [
    {
      kind: 'rectangle',
      style: 'join',
      x: x - width / 2,
      y,
      width,
      height: tagHeight,
      radius: tagHeight / 2,
    },
    { kind: 'text', style: 'after', anchor: 'middle', x, y: y + 14, text: tagText(name) },
  ];
}
