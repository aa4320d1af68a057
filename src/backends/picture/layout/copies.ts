import type { Copies } from '../model/picture.ts';
import { type Box, textSizes } from './box.ts';
import type { Context } from './context.ts';
import { roundedPath } from './lines.ts';
import { textWidth } from './text-width.ts';

const besideBody = 10;
const besideText = 7;
const hook = 6;

/** One copy, in a bracket with their number where it stands for several. */
export function copiesBox(item: Copies, context: Context): Box {
  const body = context.sequence(item.body, context);
  const [first, last] = [item.name, item.lastName];
  const group = {
    kind: 'copies',
    title: first === last ? first : `${first} … ${last}`,
    name: first,
  } as const;
  const { height } = body;
  if (item.count === 1) return { ...body, marks: [], children: [{ box: body, x: 0, y: 0 }], group };
  const times = `× ${item.count}`;
  const text = textWidth(times, textSizes.times, 'bold');
  const bracket = text + besideText;
  const left = bracket + besideBody;
  return {
    width: left + body.width,
    height,
    axis: left + body.axis,
    marks: [
      { kind: 'text', style: 'times', anchor: 'end', x: text, y: height / 2 + 5.5, text: times },
      {
        kind: 'path',
        style: 'bracket',
        d: roundedPath([
          { x: bracket + hook, y: 3 },
          { x: bracket, y: 3 },
          { x: bracket, y: height - 3 },
          { x: bracket + hook, y: height - 3 },
        ]),
      },
    ],
    children: [{ box: body, x: left, y: 0 }],
    group,
  };
}
