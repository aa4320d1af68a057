import type { Fork } from '../model/picture.ts';
import type { Box, Mark, Placed } from './box.ts';
import type { Context } from './context.ts';
import { joinBox, joinHeight } from './join.ts';
import { arrow, line } from './lines.ts';

const lead = 20;
const tail = 26;
const betweenPaths = 12;
const emptyPath = 24;

/** Paths side by side between two bars. */
export function forkBox(item: Fork, context: Context): Box {
  const inner = { ...context, labelled: false, narrow: true };
  const paths = item.paths.map((path) => context.sequence(path, inner));
  const join = joinBox(item.join, item.after, item.name);
  const deepest = paths.reduce((most, { height }) => Math.max(most, height), 0);
  const end = lead + deepest + tail;

  const columns: number[] = [];
  let width = 0;
  for (const [index, path] of paths.entries()) {
    if (index > 0) width += betweenPaths;
    const least = Math.max(0, emptyPath - path.width) / 2;
    columns.push(width + least + path.axis);
    width += path.width + 2 * least;
  }
  const x = Math.max((columns[0]! + columns.at(-1)!) / 2, join.axis);
  const shift = x - (columns[0]! + columns.at(-1)!) / 2;

  const children: Placed[] = [];
  const marks: Mark[] = [];
  for (const [index, path] of paths.entries()) {
    const column = columns[index]! + shift;
    children.push({ box: path, x: column - path.axis, y: lead });
    if (path.entered)
      marks.push(
        ...line('flow', [
          { x, y: 0 },
          { x, y: lead / 2 },
          { x: column, y: lead / 2 },
          { x: column, y: lead },
        ]),
      );
    marks.push(
      ...line('flow', [
        { x: column, y: lead + path.height },
        { x: column, y: lead + deepest + tail / 2 - 3 },
        { x, y: lead + deepest + tail / 2 - 3 },
        { x, y: end - 5 },
      ]),
    );
  }
  marks.push(
    ...arrow('flow', [
      { x, y: end - 9 },
      { x, y: end },
    ]),
  );
  children.push({ box: join, x: x - join.axis, y: end });
  return {
    width: Math.max(width + shift, x + join.width - join.axis),
    height: end + joinHeight,
    axis: x,
    marks,
    children,
    group: { kind: 'fork', title: item.name, name: item.name },
  };
}
