import { type Box, type Mark, onOneAxis, type Placed } from './box.ts';
import { line } from './lines.ts';

/** Something that flows on to the next; a column may end before one that says so. */
export interface Segment {
  readonly box: Box;
  readonly breakable: boolean;
}

const betweenColumns = 46;
const turn = 12;

/** The segments in `count` columns, as even as can be; fewer where there are not so many. */
export function inColumns(segments: readonly Segment[], count: number): Box {
  const columns = split(segments, count).map((column) => stacked(column));
  const [first, ...others] = columns;
  if (first === undefined || others.length === 0) return first ?? stacked([]);
  const height = columns.reduce((most, column) => Math.max(most, column.height), 0) + 2 * turn;
  const children: Placed[] = [];
  const marks: Mark[] = [];
  let x = 0;
  for (const [index, column] of columns.entries()) {
    children.push({ box: column, x, y: turn });
    const next = columns[index + 1];
    if (next !== undefined) {
      const axis = x + column.axis;
      const gutter = x + column.width + betweenColumns / 2;
      const bottom = turn + column.height;
      const onwards = x + column.width + betweenColumns + next.axis;
      marks.push(
        ...line('flow', [
          { x: axis, y: bottom },
          { x: axis, y: bottom + turn },
          { x: gutter, y: bottom + turn },
          { x: gutter, y: 0 },
          { x: onwards, y: 0 },
          { x: onwards, y: turn },
        ]),
      );
    }
    x += column.width + betweenColumns;
  }
  return { width: x - betweenColumns, height, axis: first.axis, marks, children };
}

function stacked(segments: readonly Segment[]): Box {
  let y = 0;
  const parts = segments.map(({ box }) => {
    const part = { box, y };
    y += box.height;
    return part;
  });
  return onOneAxis(parts, y, () => []);
}

/** Into at most `count` runs, the highest of which is as low as can be. */
function split(segments: readonly Segment[], count: number): readonly (readonly Segment[])[] {
  let low = 0;
  let high = segments.reduce((sum, { box }) => sum + box.height, 0);
  let best = [segments];
  // The height is found to a hundredth, which no eye sees.
  for (let round = 0; round < 40 && high - low > 0.01; round += 1) {
    const middle = (low + high) / 2;
    const runs = runsWithin(segments, middle);
    if (runs.length <= count && highest(runs) <= middle) {
      best = runs;
      high = middle;
    } else low = middle;
  }
  return best;
}

const heightOf = (run: readonly Segment[]): number => run.reduce((sum, { box }) => sum + box.height, 0);
const highest = (runs: readonly (readonly Segment[])[]): number => Math.max(...runs.map(heightOf));

function runsWithin(segments: readonly Segment[], most: number): Segment[][] {
  // What stands together from one place where a column may end to the next.
  const pieces: Segment[][] = [];
  for (const segment of segments)
    if (segment.breakable || pieces.length === 0) pieces.push([segment]);
    else pieces.at(-1)!.push(segment);
  const runs: Segment[][] = [];
  let height = 0;
  for (const piece of pieces) {
    const more = heightOf(piece);
    const last = runs.at(-1);
    if (last === undefined || height + more > most) {
      runs.push([...piece]);
      height = more;
    } else {
      last.push(...piece);
      height += more;
    }
  }
  return runs;
}
