import { sameAxes } from '../arrangement.ts';
import { refuse } from '../refusal.ts';
import type { Computed, Operator, Step } from '../step.ts';
import { axisOf, channelsOf, computedAt, constantAt, parameterAt, perChannel, vector } from '../step.ts';

/** Fails unless exactly `axes` lie along C. */
function needChannels(step: Step, { shape, arrangement }: Computed, axes: readonly number[]): void {
  const wide = axes.filter((axis) => shape[axis]! > 1);
  const [, channels] = arrangement;
  if (!sameAxes(channels.toSorted(), wide))
    refuse('arrangement', `${step.operator} needs exactly the axes that it works over along C`);
}

const epsilonOf = ({ attributes }: Step): number => attributes.number('epsilon') ?? 1e-5;

export const BatchNormalization: Operator = {
  values: [0],
  written: '`batchnorm`',
  translate: (step) => {
    const x = computedAt(step, 0);
    const { attributes, opset, outputs } = step;
    const training =
      attributes.integer('training_mode') === 1 ||
      (opset < 7 && attributes.integer('is_test') !== 1) ||
      (opset < 14 && outputs > 1);
    if (training) refuse('training', 'BatchNormalization');
    needChannels(step, x, [1]);
    const label = step.text.write(`batchnorm eps ${epsilonOf(step)}`, x.label, {
      weight: vector(parameterAt(step, 1).data),
      bias: vector(parameterAt(step, 2).data),
      running_mean: vector(parameterAt(step, 3).data),
      running_var: vector(parameterAt(step, 4).data),
    });
    return { ...x, label };
  },
};

/** `weight` and `bias` are for each group. */
function groupnorm(step: Step, groups: (channels: number) => number): Computed {
  const x = computedAt(step, 0);
  needChannels(step, x, [1]);
  if (!sameAxes(x.arrangement[0], x.shape[0]! > 1 ? [0] : []))
    refuse('arrangement', `${step.operator} needs exactly its first axis along N`);
  const channels = channelsOf(x);
  const count = groups(channels);
  const spread = (slot: number) => {
    const { data } = parameterAt(step, slot);
    return vector(
      Float64Array.from({ length: channels }, (_, at) => data[Math.floor((at * count) / channels)]!),
    );
  };
  const label = step.text.write(`groupnorm ${count}, eps ${epsilonOf(step)}`, x.label, {
    weight: spread(1),
    bias: spread(2),
  });
  return { ...x, label };
}

export const InstanceNormalization: Operator = {
  values: [0],
  written: '`groupnorm` with as many groups as channels',
  translate: (step) => groupnorm(step, (channels) => channels),
};

export const GroupNormalization: Operator = {
  values: [0],
  written: '`groupnorm`',
  translate: (step) => groupnorm(step, () => step.attributes.integer('num_groups')!),
};

const behind = (axis: number, { shape }: Computed): readonly number[] =>
  [...shape.keys()].slice(axisOf(axis, shape.length));

export const LayerNormalization: Operator = {
  values: [0],
  written: '`layernorm`, the axes that it works over along C',
  translate: (step) => {
    const x = computedAt(step, 0);
    needChannels(step, x, behind(step.attributes.integer('axis') ?? -1, x));
    const bias = constantAt(step, 2);
    const label = step.text.write(`layernorm eps ${epsilonOf(step)}`, x.label, {
      weight: vector(perChannel(parameterAt(step, 1), x)),
      bias: vector(bias === undefined ? new Float64Array(channelsOf(x)) : perChannel(bias, x)),
    });
    return { ...x, label };
  },
};

export const Softmax: Operator = {
  values: [0],
  written: '`softmax`, the axes that it works over along C',
  translate: (step) => {
    const x = computedAt(step, 0);
    const { attributes, opset } = step;
    // Before opset 13 it works over all axes from `axis` on.
    const axes =
      opset < 13
        ? behind(attributes.integer('axis') ?? 1, x)
        : [axisOf(attributes.integer('axis') ?? -1, x.shape.length)];
    needChannels(step, x, axes);
    return { ...x, label: step.text.write('softmax', x.label) };
  },
};
