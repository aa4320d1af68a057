import { short } from '../../quantities.ts';
import type { Frame } from '../model/picture.ts';
import { type Box, type Mark, type Point, textSizes } from './box.ts';
import { line } from './lines.ts';
import { shorten, textWidth } from './text-width.ts';

const padding = 14;
const head = 44;
const foot = 14;
const besideAxis = 12;
const longest = 34;

/** How far a frame reaches from the axis. */
export interface Reach {
  readonly left: number;
  readonly right: number;
}

const texts = ({ title, words, parameters, macs }: Frame) => ({
  title: shorten(title, longest),
  words: shorten(words, longest),
  parameters: parameters === 0 ? '' : `${short(parameters)} parameters`,
  macs: macs === 0 ? '' : `${short(macs)} MACs`,
});

/** What the frame needs on both sides of the axis, which goes on between the texts of its head. */
export function reachOf(frame: Frame, body: Box): Reach {
  const { title, words, parameters, macs } = texts(frame);
  const size = textSizes['frame-words'];
  const left = Math.max(textWidth(title, textSizes['frame-title'], 'bold'), textWidth(words, size));
  const right = Math.max(textWidth(parameters, size), textWidth(macs, size));
  return {
    left: padding + Math.max(left + besideAxis, body.axis),
    right: padding + Math.max(right + besideAxis, body.width - body.axis),
  };
}

/** A stage with its name on the left, and what it costs on the right. */
export function frameBox(frame: Frame, body: Box, { left, right }: Reach): Box {
  const width = left + right;
  const height = head + body.height + foot;
  const { title, words, parameters, macs } = texts(frame);
  const text = (anchor: 'start' | 'end', style: 'frame-title' | 'frame-words', y: number, said: string) => {
    const x = anchor === 'start' ? padding : width - padding;
    return said === '' ? [] : [{ kind: 'text', anchor, style, x, y, text: said } as const satisfies Mark];
  };
  const upper: Point = { x: left, y: 0 };
  const end = head + body.height;
  return {
    width,
    height,
    axis: left,
    marks: [
      { kind: 'rectangle', style: 'frame', x: 0, y: 0, width, height, radius: 8 },
      ...text('start', 'frame-title', 20, title),
      ...text('start', 'frame-words', 35, words),
      ...text('end', 'frame-words', 20, parameters),
      ...text('end', 'frame-words', 35, macs),
      ...line('flow', [upper, { x: left, y: head }]),
      ...line('flow', [
        { x: left, y: end },
        { x: left, y: height },
      ]),
    ],
    children: [{ box: body, x: left - body.axis, y: head }],
    group: {
      kind: 'frame',
      title: [frame.title, frame.words, parameters, macs].filter((part) => part !== '').join(', '),
      name: frame.name,
    },
  };
}
