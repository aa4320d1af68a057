import type { Residual } from '../model/picture.ts';
import { type Box, type LineStyle, onOneAxis, type Placed } from './box.ts';
import type { Context } from './context.ts';
import { joinBox, joinHeight } from './join.ts';
import { arrow, dot, line } from './lines.ts';

/** Above the path, where the shortcut leaves, and below it. */
const lead = 16;
const tail = 12;
const besidePath = 16;

/** A path on the axis, its shortcut as an arc on the right. */
export function residualBox(item: Residual, context: Context): Box {
  const inner = { ...context, labelled: false };
  const path = context.sequence(item.path, inner);
  const steps = context.sequence(item.around.steps, { ...inner, narrow: true });
  const join = joinBox(item.join, item.after, item.name);
  const alone = item.around.steps.items.length === 0;

  const leaves = item.around.from === -1 ? lead / 2 : lead + (path.stops[item.around.from] ?? 0);
  // Operators on the shortcut need as much room as those on the path.
  const room = alone ? 0 : leaves + steps.height + 2 * tail - lead;
  const end = lead + Math.max(path.height, room) + tail;
  const middle = end + joinHeight / 2;
  const height = end + joinHeight;

  const onAxis = onOneAxis(
    [
      { box: path, y: lead },
      { box: join, y: end },
    ],
    height,
    () => [],
  );
  const x = onAxis.axis;
  const lane = onAxis.width + besidePath + (alone ? 0 : steps.axis);
  const style: LineStyle = item.join === 'concat' ? 'concat' : item.around.kind;
  const joinRight = { x: x - join.axis + join.width, y: middle };
  const top = leaves + (middle - leaves - steps.height) / 2;
  const shortcut = alone
    ? arrow(style, [{ x, y: leaves }, { x: lane, y: leaves }, { x: lane, y: middle }, joinRight])
    : [
        ...line(style, [
          { x, y: leaves },
          { x: lane, y: leaves },
          { x: lane, y: top },
        ]),
        ...arrow(style, [{ x: lane, y: top + steps.height }, { x: lane, y: middle }, joinRight]),
      ];
  const children: readonly Placed[] = alone
    ? onAxis.children
    : [...onAxis.children, { box: steps, x: lane - steps.axis, y: top }];
  return {
    width: lane + (alone ? 4 : Math.max(4, steps.width - steps.axis)),
    height,
    axis: x,
    marks: [
      ...line('flow', [
        { x, y: 0 },
        { x, y: path.entered ? lead : leaves },
      ]),
      ...shortcut,
      dot({ x, y: leaves }),
      ...line('flow', [
        { x, y: lead + path.height },
        { x, y: end },
      ]),
    ],
    children,
    group: {
      kind: 'residual',
      title: item.name,
      name: item.name,
      shortcut: item.join === 'add' ? item.around.kind : item.join,
    },
  };
}
