import { elementsOf } from '../onnx-tensor.ts';
import { refuse } from '../refusal.ts';
import type { Computed, Operator, Step } from '../step.ts';
import { axisOf, computedAt, constantAt, scaledBy } from '../step.ts';
import { removeAxes } from './reshaping.ts';
import { padText, pair, slid, slidingOf } from './window.ts';

export const MaxPool: Operator = {
  values: [0],
  written: '`maxpool`; what `ceil_mode` adds is padding',
  translate: (step) => pool(step, 'maxpool'),
};

export const AveragePool: Operator = {
  values: [0],
  written: '`avgpool`, with `exclude_pad` where ONNX does not count the padding',
  translate: (step) => pool(step, 'avgpool'),
};

function pool(step: Step, operator: 'maxpool' | 'avgpool'): Computed {
  const x = computedAt(step, 0);
  const sliding = slidingOf(step, x, step.attributes.integers('kernel_shape')!);
  const [height, width] = sliding;
  if (sliding.some(({ dilation, kernel }) => dilation > 1 && kernel > 1))
    refuse('form', `${step.operator} with dilation`);
  const padded = sliding.some(({ before, after }) => before + after > 0);
  const counted = step.attributes.integer('count_include_pad') === 1;
  if (operator === 'avgpool' && counted && sliding.some(({ overhang }) => overhang > 0))
    refuse('form', 'AveragePool that counts its padding but not what ceil_mode adds');
  const words = [
    `${operator} ${height.kernel}x${width.kernel}`,
    `stride ${pair(height.stride, width.stride)}`,
    padText(sliding),
    ...(operator === 'avgpool' && padded && !counted ? ['exclude_pad'] : []),
  ];
  return { ...x, ...slid(x, sliding), label: step.text.write(words.join(', '), x.label) };
}

const beyondChannels = ({ shape }: Computed): readonly number[] => [...shape.keys()].slice(2);

export const GlobalMaxPool: Operator = {
  values: [0],
  written: '`maxpool global`',
  translate: (step) => {
    const x = computedAt(step, 0);
    return reduce(step, 'maxpool global', x, beyondChannels(x));
  },
};

export const GlobalAveragePool: Operator = {
  values: [0],
  written: '`avgpool global`',
  translate: (step) => {
    const x = computedAt(step, 0);
    return reduce(step, 'avgpool global', x, beyondChannels(x));
  },
};

/** One window over H and W, along which exactly `axes` must lie; they become 1. */
function reduce(step: Step, statement: string, x: Computed, axes: readonly number[]): Computed {
  const [batch, channels, height, width] = x.arrangement;
  const wide = axes.filter((axis) => x.shape[axis]! > 1);
  const spatial = [...height, ...width];
  if (wide.length !== spatial.length || wide.some((axis) => !spatial.includes(axis)))
    refuse('arrangement', `${step.operator} needs exactly the axes that it reduces along H and W`);
  return {
    kind: 'computed',
    label: step.text.write(statement, x.label),
    shape: x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
    arrangement: [batch, channels, [], []],
  };
}

function reduction(
  statement: string,
  written: string,
  after: (step: Step, pooled: Computed, count: number) => Computed = (_, pooled) => pooled,
): Operator {
  const translate = (step: Step): Computed => {
    const x = computedAt(step, 0);
    const { shape } = x;
    const named = step.attributes.integers('axes') ?? Array.from(constantAt(step, 1)?.data ?? []);
    if (named.length === 0 && step.attributes.integer('noop_with_empty_axes') === 1) return x;
    const all = [...shape.keys()];
    const axes = named.length === 0 ? all : named.map((axis) => axisOf(axis, shape.length));
    const count = elementsOf(axes.map((axis) => shape[axis]!));
    const reduced = after(step, reduce(step, statement, x, axes), count);
    return step.attributes.integer('keepdims') === 0 ? removeAxes(reduced, axes) : reduced;
  };
  return { values: [0], written, translate };
}

export const ReduceMean = reduction('avgpool global', '`avgpool global`');
export const ReduceMax = reduction('maxpool global', '`maxpool global`');
export const ReduceSum = reduction('avgpool global', '`avgpool global`, then a `layer_scale`', scaledBy);
