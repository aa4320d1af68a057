import { sameAxes } from '../arrangement.ts';
import { refuse } from '../refusal.ts';
import type { Computed, Operator, Step } from '../step.ts';
import { computedAt, constantAt, parameterAt, vector } from '../step.ts';
import { padText, pair, slid, slidingOf } from './window.ts';

export const Conv: Operator = {
  values: [0],
  written: '`conv`, its padding always written; of a signal, 1×k or k×1',
  translate: convolve,
};

function convolve(step: Step): Computed {
  const x = computedAt(step, 0);
  const weight = parameterAt(step, 1);
  const bias = constantAt(step, 2);
  const sliding = slidingOf(step, x, weight.shape.slice(2));
  const wide = (axis: number): readonly number[] => (x.shape[axis]! > 1 ? [axis] : []);
  if (!sameAxes(x.arrangement[0], wide(0)) || !sameAxes(x.arrangement[1], wide(1)))
    refuse('arrangement', 'Conv needs its first axis along N and its second along C');
  const [filters, inputs] = weight.shape as [number, number];
  const groups = step.attributes.integer('group') ?? 1;
  const [height, width] = sliding;
  const words = [
    `conv ${height.kernel}x${width.kernel}`,
    `${filters}`,
    ...(height.stride * width.stride > 1 ? [`stride ${pair(height.stride, width.stride)}`] : []),
    padText(sliding),
    ...(height.dilation * width.dilation > 1 ? [`dilation ${pair(height.dilation, width.dilation)}`] : []),
    ...(groups > 1 ? [`groups ${groups}`] : []),
    ...(bias === undefined ? [] : ['bias']),
  ];
  const label = step.text.write(words.join(', '), x.label, {
    weight: { shape: [filters, inputs, height.kernel, width.kernel], data: weight.data },
    ...(bias === undefined ? {} : { bias: vector(bias.data) }),
  });
  const { shape, arrangement } = slid(x, sliding);
  const [batch, , rows, columns] = arrangement;
  return {
    kind: 'computed',
    label,
    shape: shape.with(1, filters),
    arrangement: [batch, filters > 1 ? [1] : [], rows, columns],
  };
}
