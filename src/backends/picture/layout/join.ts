import type { JoinKind } from '../../../ir/outline.ts';
import { type Box, type Mark, textSizes } from './box.ts';
import { shorten, textWidth } from './text-width.ts';

export const joinHeight = 18;
const radius = joinHeight / 2;
const longest = 40;

/** A sum, a product or a concatenation, with the norms and activations behind it. */
export function joinBox(join: JoinKind, after: readonly string[], name: string): Box {
  const words = shorten(after.join(' · '), longest);
  const sign = join !== 'concat';
  const first = sign ? joinHeight : textWidth('concat', textSizes.after) + 16;
  const width = first + (words === '' ? 0 : textWidth(words, textSizes.after) + (sign ? 10 : 8));
  const text = { kind: 'text', style: 'after', y: radius + 4 } as const;
  const marks: readonly Mark[] = [
    { kind: 'rectangle', style: 'join', x: 0, y: 0, width, height: joinHeight, radius },
    ...(sign
      ? [signMark(join)]
      : [
          { ...text, anchor: 'middle' as const, x: words === '' ? width / 2 : first / 2 + 2, text: 'concat' },
        ]),
    ...(words === '' ? [] : [{ ...text, anchor: 'start' as const, x: first + (sign ? 0 : 1), text: words }]),
  ];
  return {
    width,
    height: joinHeight,
    axis: width / 2,
    marks,
    children: [],
    port: { x: width, y: radius },
    group: { kind: 'join', title: name === '' ? join : name, name },
  };
}

function signMark(join: 'add' | 'multiply'): Mark {
  const arm = join === 'add' ? 4.5 : 3.4;
  const d =
    join === 'add'
      ? `M${radius - arm} ${radius}h${2 * arm}M${radius} ${radius - arm}v${2 * arm}`
      : `M${radius - arm} ${radius - arm}l${2 * arm} ${2 * arm}M${radius - arm} ${radius + arm}l${2 * arm} ${-2 * arm}`;
  return { kind: 'path', style: 'sign', d };
}
