import type { Gate } from '../model/picture.ts';
import type { Box } from './box.ts';
import type { Context } from './context.ts';
import { joinBox, joinHeight } from './join.ts';
import { arrow, dot, line } from './lines.ts';

const lead = 14;
const tail = 12;
const besideAxis = 22;

/** The value on the axis, what decides how much of it goes on at its left. */
export function gateBox(item: Gate, context: Context): Box {
  const body = context.sequence(item.body, { ...context, labelled: false, narrow: true });
  const join = joinBox('multiply', item.after, item.name);
  const leaves = lead / 2;
  const end = lead + body.height + tail;
  const middle = end + joinHeight / 2;
  const x = Math.max(body.width + besideAxis, join.axis);
  const lane = x - besideAxis - body.width + body.axis;
  return {
    width: x + Math.max(join.width - join.axis, 4),
    height: end + joinHeight,
    axis: x,
    marks: [
      ...line('flow', [
        { x, y: 0 },
        { x, y: end },
      ]),
      ...(body.entered
        ? [
            ...line('flow', [
              { x, y: leaves },
              { x: lane, y: leaves },
              { x: lane, y: lead },
            ]),
            dot({ x, y: leaves }),
          ]
        : []),
      ...arrow('flow', [
        { x: lane, y: lead + body.height },
        { x: lane, y: middle },
        { x: x - join.axis, y: middle },
      ]),
    ],
    children: [
      { box: body, x: lane - body.axis, y: lead },
      { box: join, x: x - join.axis, y: end },
    ],
    group: { kind: 'gate', title: item.name, name: item.name },
  };
}
