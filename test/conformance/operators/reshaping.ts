import type { Arrangement } from '../arrangement.ts';
import { mapAxes, sameAxes, withoutOnes } from '../arrangement.ts';
import { elementsOf, reshaped, transposed } from '../onnx-tensor.ts';
import { refuse } from '../refusal.ts';
import type { Computed, Operator, Step, Value } from '../step.ts';
import { axisOf, computedAt, constantAt, parameterAt, valueAt } from '../step.ts';

/** Operators that rename axes. Few leave anything to compute. */

const shapeOf = (value: Value): readonly number[] =>
  value.kind === 'computed' ? value.shape : value.tensor.shape;

export function permute(value: Value, order: readonly number[]): Value {
  if (value.kind === 'constant') return { ...value, tensor: transposed(value.tensor, order) };
  const shape = order.map((axis) => value.shape[axis]!);
  return { ...value, shape, arrangement: renumber(value.arrangement, (axis) => order.indexOf(axis)) };
}

const renumber = (arrangement: Arrangement, change: (axis: number) => number): Arrangement =>
  mapAxes(arrangement, (axes) => axes.map(change));

/** Without axes whose extent is 1. */
export function removeAxes(value: Computed, axes: readonly number[]): Computed {
  const left = [...value.shape.keys()].filter((axis) => !axes.includes(axis));
  const shape = left.map((axis) => value.shape[axis]!);
  return { ...value, shape, arrangement: renumber(value.arrangement, (axis) => left.indexOf(axis)) };
}

/** `value` in another shape; axes that are cut or joined across H and W need an operator. */
function reshape(step: Step, value: Value, shape: readonly number[]): Value {
  if (value.kind === 'constant') return { ...value, tensor: reshaped(value.tensor, shape) };
  let current = value;
  for (const { from, to } of segments(value.shape, shape)) {
    if (from.length === 1 && to.length === 1) continue;
    current = toConsecutive(step, current, from);
  }
  const renamed = new Map(segments(value.shape, shape).map(({ from, to }) => [from[0], to]));
  const arrangement = mapAxes(current.arrangement, (axes) => axes.flatMap((axis) => renamed.get(axis) ?? []));
  return { ...current, shape, arrangement: withoutOnes(shape, arrangement) };
}

interface Segment {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** The shortest runs of axes, those of extent 1 left out, that hold the same numbers in both shapes. */
function segments(before: readonly number[], after: readonly number[]): readonly Segment[] {
  const wide = (shape: readonly number[]) => [...shape.keys()].filter((axis) => shape[axis]! > 1);
  const [left, right] = [wide(before), wide(after)];
  const found: Segment[] = [];
  while (left.length > 0 && right.length > 0) {
    const from = [left.shift()!];
    const to = [right.shift()!];
    for (;;) {
      const [one, other] = [
        elementsOf(from.map((axis) => before[axis]!)),
        elementsOf(to.map((axis) => after[axis]!)),
      ];
      if (one === other) break;
      if (one < other) from.push(left.shift()!);
      else to.push(right.shift()!);
    }
    found.push({ from, to });
  }
  return found;
}

/** Brings axes, in their order, next to each other in one group: as they lie, or by flatten or channel_shuffle. */
function toConsecutive({ text }: Step, value: Computed, axes: readonly number[]): Computed {
  const [batch, channels, height, width] = value.arrangement;
  const isRun = (group: readonly number[]): boolean =>
    sameAxes(group.slice(group.indexOf(axes[0]!)).slice(0, axes.length), axes);
  if (value.arrangement.some((group) => group.includes(axes[0]!) && isRun(group))) return value;
  if (sameAxes([...channels, ...height, ...width], axes))
    return { ...value, label: text.write('flatten', value.label), arrangement: [batch, axes, [], []] };
  if (axes.length === 2 && sameAxes(channels, axes.toReversed())) {
    const label = text.write(`channel_shuffle ${value.shape[channels[0]!]}`, value.label);
    return { ...value, label, arrangement: [batch, axes, height, width] };
  }
  return refuse('arrangement', 'axes are joined or cut that do not lie behind one another');
}

export const Reshape: Operator = {
  values: [0],
  written: 'by what it does, `flatten`, `channel_shuffle` or nothing',
  translate: (step) => {
    const value = valueAt(step, 0);
    const before = shapeOf(value);
    const asked = Array.from(parameterAt(step, 1).data);
    const known = asked.map((extent, axis) => (extent === 0 ? before[axis]! : extent));
    const rest = elementsOf(before) / elementsOf(known.filter((extent) => extent !== -1));
    return reshape(
      step,
      value,
      known.map((extent) => (extent === -1 ? rest : extent)),
    );
  },
};

export const Flatten: Operator = {
  values: [0],
  written: '`flatten`',
  translate: (step) => {
    const value = computedAt(step, 0);
    const axis = axisOf(step.attributes.integer('axis') ?? 1, value.shape.length);
    return reshape(step, value, [
      elementsOf(value.shape.slice(0, axis)),
      elementsOf(value.shape.slice(axis)),
    ]);
  },
};

export const Transpose: Operator = {
  values: [0],
  translate: (step) => {
    const value = valueAt(step, 0);
    const axes = [...shapeOf(value).keys()];
    return permute(value, step.attributes.integers('perm') ?? axes.toReversed());
  },
};

const axesOf = (step: Step): readonly number[] | undefined => {
  const given = constantAt(step, 1);
  return given === undefined ? step.attributes.integers('axes') : Array.from(given.data);
};

export const Squeeze: Operator = {
  values: [0],
  translate: (step) => {
    const value = valueAt(step, 0);
    const shape = shapeOf(value);
    const axes = axesOf(step)?.map((axis) => axisOf(axis, shape.length));
    const left = shape.filter((extent, axis) => (axes === undefined ? extent > 1 : !axes.includes(axis)));
    return reshape(step, value, left);
  },
};

export const Unsqueeze: Operator = {
  values: [0],
  translate: (step) => {
    const value = valueAt(step, 0);
    const axes = axesOf(step) ?? [];
    const shape = [...shapeOf(value)];
    const rank = shape.length + axes.length;
    for (const axis of axes.map((each) => axisOf(each, rank)).sort((one, other) => one - other))
      shape.splice(axis, 0, 1);
    return reshape(step, value, shape);
  },
};
