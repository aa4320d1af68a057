import type { Group } from '../arrangement.ts';
import { groups } from '../arrangement.ts';
import { refuse } from '../refusal.ts';
import type { Computed, Operator, Step } from '../step.ts';
import { computedAt, constantAt } from '../step.ts';

export const Pad: Operator = {
  values: [0],
  written: '`zero_pad`',
  translate: (step): Computed => {
    const x = computedAt(step, 0);
    const pads = padsOf(step);
    const along = (group: Group): readonly [number, number] => {
      const axes = x.arrangement[group];
      const padded = axes.filter((axis) => pads[axis]!.before + pads[axis]!.after > 0);
      if (padded.length > 0 && (axes.length > 1 || group === groups.batch))
        refuse('arrangement', 'Pad needs each axis that it pads alone along C, H or W');
      const { before, after } = pads[padded[0] ?? -1] ?? { before: 0, after: 0 };
      return [before, after];
    };
    if (x.shape.some((extent, axis) => extent === 1 && pads[axis]!.before + pads[axis]!.after > 0))
      refuse('arrangement', 'Pad of an axis of extent 1');
    const [, channels, height, width] = ([0, 1, 2, 3] as const).map(along);
    const statement = `zero_pad pad (${height!.join(', ')}, ${width!.join(', ')}), channels (${channels!.join(', ')})`;
    const shape = x.shape.map((extent, axis) => extent + pads[axis]!.before + pads[axis]!.after);
    return { ...x, label: step.text.write(statement, x.label), shape };
  },
};

/** For each axis. */
function padsOf(step: Step): readonly { readonly before: number; readonly after: number }[] {
  const { attributes } = step;
  const mode = attributes.text('mode') ?? 'constant';
  const value = attributes.number('value') ?? constantAt(step, 2)?.data[0] ?? 0;
  if (mode !== 'constant') refuse('form', `Pad with mode ${mode}`);
  if (value !== 0) refuse('form', 'Pad with another number than 0');
  const pads = attributes.integers('pads') ?? Array.from(constantAt(step, 1)?.data ?? []);
  if (pads.some((pad) => pad < 0)) refuse('form', 'negative padding');
  const rank = pads.length / 2;
  return pads.slice(0, rank).map((before, axis) => ({ before, after: pads[axis + rank]! }));
}
