import { fault, operator } from '../operator.ts';
import type { Shape } from '../shape.ts';
import { sameShape } from '../shape.ts';

export const add = operator({
  summary: 'Elementwise sum of values of one shape; nothing is broadcast.',
  inputs: 'many',
  attributes: {},
  infer: (_, [first, ...rest]) => {
    const other = rest.find((shape) => !sameShape(shape, first!));
    return other === undefined
      ? first!
      : fault('shape/join-mismatch', { join: 'add', left: first!, right: other });
  },
});

export const multiply = operator({
  summary: 'Elementwise product; a C×1×1 or 1×H×W factor applies to every position or channel.',
  inputs: 'many',
  attributes: {},
  infer: (_, [first, ...rest]) => {
    const other = rest.find((shape) => !broadcasts(shape, first!));
    return other === undefined
      ? first!
      : fault('shape/join-mismatch', { join: 'multiply', left: first!, right: other });
  },
});

export const concat = operator({
  summary: 'Values of one height and width, their channels one after the other.',
  inputs: 'many',
  attributes: {},
  infer: (_, inputs) => {
    const [first, ...rest] = inputs;
    const other = rest.find((shape) => shape[1] !== first![1] || shape[2] !== first![2]);
    if (other !== undefined)
      return fault('shape/join-mismatch', { join: 'concat', left: first!, right: other });
    return [inputs.reduce((sum, shape) => sum + shape[0], 0), first![1], first![2]];
  },
});

/** A factor may have extent 1 along the channels, or along both spatial axes. */
function broadcasts(factor: Shape, value: Shape): boolean {
  const channels = factor[0] === value[0] || factor[0] === 1;
  const positions =
    (factor[1] === value[1] && factor[2] === value[2]) || (factor[1] === 1 && factor[2] === 1);
  return channels && positions;
}
