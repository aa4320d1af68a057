import type { Group } from '../arrangement.ts';
import { groups } from '../arrangement.ts';
import { refuse } from '../refusal.ts';
import type { Computed, Operator } from '../step.ts';
import { computedAt, constantAt } from '../step.ts';

export const Pad: Operator = {
  values: [0],
  written: '`zero_pad`',
  translate: (step): Computed => {
    const x = computedAt(step, 0);
    const { attributes } = step;
    const mode = attributes.text('mode') ?? 'constant';
    const value = attributes.number('value') ?? constantAt(step, 2)?.data[0] ?? 0;
    if (mode !== 'constant') refuse('form', `Pad with mode ${mode}`);
    if (value !== 0) refuse('form', 'Pad with another number than 0');
    const pads = attributes.integers('pads') ?? Array.from(constantAt(step, 1)?.data ?? []);
    if (pads.some((pad) => pad < 0)) refuse('form', 'negative padding');
    const rank = x.shape.length;
    const padsOf = (group: Group): readonly [number, number] => {
      const padded = x.arrangement[group].filter((axis) => pads[axis]! + pads[axis + rank]! > 0);
      if (padded.length === 0) return [0, 0];
      const [axis] = padded;
      if (x.arrangement[group].length > 1 || group === groups.batch)
        refuse('arrangement', 'Pad needs each axis that it pads alone along C, H or W');
      return [pads[axis!]!, pads[axis! + rank]!];
    };
    const thin = [...x.shape.keys()].find(
      (axis) => x.shape[axis] === 1 && pads[axis]! + pads[axis + rank]! > 0,
    );
    if (thin !== undefined) refuse('arrangement', 'Pad of an axis of extent 1');
    const [channels, height, width] = [padsOf(groups.channels), padsOf(groups.height), padsOf(groups.width)];
    padsOf(groups.batch);
    const statement = `zero_pad (${[...height, ...width].join(', ')}), channels (${channels.join(', ')})`;
    return {
      ...x,
      label: step.text.write(statement.replace('zero_pad (', 'zero_pad pad ('), x.label),
      shape: x.shape.map((extent, axis) => extent + pads[axis]! + pads[axis + rank]!),
    };
  },
};
