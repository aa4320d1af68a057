import { type Box, type LineStyle, type Mark, onOneAxis, textSizes } from './box.ts';
import type { SequenceBox } from './context.ts';
import { arrow, dot, line } from './lines.ts';
import { textWidth } from './text-width.ts';

export interface Floor {
  readonly box: Box;
  /** What stands above it. */
  readonly gap: number;
  /** Whether the value above flows into it. */
  readonly linked: boolean;
  /** Beside the edge that leads to it. */
  readonly label?: string;
  /** How far below it its result can be taken; half of the gap that follows where nothing is said. */
  readonly below?: number;
}

/** A line beside the stack, between a result (-1: what flows in) and a box that reads it. */
export interface Lane {
  readonly from: number;
  readonly to: number;
  readonly style: LineStyle;
}

const labelGap = 8;
const laneGap = 12;
/** From here on an edge has room for a head. */
const roomForHead = 16;

/** Boxes below each other on one axis, and lines beside them for what does not come from above. */
export function stack(floors: readonly Floor[], lanes: readonly Lane[] = []): SequenceBox {
  const lead = lanes.some(({ from }) => from === -1) ? 12 : 0;
  const tops: number[] = [];
  let height = lead;
  for (const { box, gap } of floors) {
    tops.push(height + gap);
    height += gap + box.height;
  }
  const bottoms = floors.map(({ box }, index) => tops[index]! + box.height);
  const stops = bottoms.map(
    (bottom, index) => bottom + (floors[index]!.below ?? (floors[index + 1]?.gap ?? 0) / 2),
  );
  // A result that is taken at the end needs a piece of the axis there.
  const tail = lanes.some(({ from }) => from === floors.length - 1) ? 8 : 0;
  const right = floors.reduce(
    (most, { label }) =>
      label === undefined ? most : Math.max(most, labelGap + textWidth(label, textSizes.shape)),
    0,
  );
  const edges = (x: number): readonly Mark[] =>
    floors.flatMap(({ linked, label, gap }, index): readonly Mark[] => {
      const start = index === 0 ? 0 : bottoms[index - 1]!;
      const end = tops[index]!;
      if (!linked || end <= start) return [];
      const points = [
        { x, y: start },
        { x, y: end },
      ];
      const words: readonly Mark[] =
        label === undefined
          ? []
          : [
              {
                kind: 'text',
                style: 'shape',
                anchor: 'start',
                x: x + labelGap,
                y: start + gap / 2 + 4,
                text: label,
              },
            ];
      return [...(gap >= roomForHead ? arrow('flow', points) : line('flow', points)), ...words];
    });
  const box = onOneAxis(
    floors.map(({ box: child }, index) => ({ box: child, y: tops[index]! })),
    height + tail,
    edges,
    { left: 0, right },
  );
  const entered = floors.length === 0 || floors[0]!.linked || lanes.some(({ from }) => from === -1);
  return { ...withLanes(box, { tops, stops, lead }, floors, lanes), stops, entered };
}

interface Heights {
  readonly tops: readonly number[];
  readonly stops: readonly number[];
  readonly lead: number;
}

function withLanes(
  box: Box,
  { tops, stops, lead }: Heights,
  floors: readonly Floor[],
  lanes: readonly Lane[],
): Box {
  const start = (from: number): number => (from === -1 ? lead / 2 : stops[from]!);
  const columns = columnsOf(lanes);
  const marks = lanes.flatMap(({ from, to, style }, index): readonly Mark[] => {
    const { box: target } = floors[to]!;
    const port = target.port ?? { x: target.width, y: target.height / 2 };
    const x = box.width + laneGap * (columns[index]! + 1);
    const y = start(from);
    const end = { x: box.axis - target.axis + port.x, y: tops[to]! + port.y };
    return [dot({ x: box.axis, y }), ...arrow(style, [{ x: box.axis, y }, { x, y }, { x, y: end.y }, end])];
  });
  const used = lanes.length === 0 ? 0 : laneGap * (Math.max(...columns) + 1) + 3;
  return { ...box, width: box.width + used, marks: [...box.marks, ...marks] };
}

/** Which column beside the stack each line runs in: short ones inside, and none over another. */
function columnsOf(lanes: readonly Lane[]): readonly number[] {
  const order = lanes
    .map(({ from, to }, index) => ({ from, to, index }))
    .sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from);
  const taken: { readonly from: number; readonly to: number }[][] = [];
  const columns: number[] = lanes.map(() => 0);
  for (const { from, to, index } of order) {
    const free = taken.findIndex((others) => others.every((other) => other.to <= from || to <= other.from));
    const column = free === -1 ? taken.length : free;
    taken[column] = [...(taken[column] ?? []), { from, to }];
    columns[index] = column;
  }
  return columns;
}
