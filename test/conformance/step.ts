import type { Arrangement } from './arrangement.ts';
import { extentsOf } from './arrangement.ts';
import type { NetworkText } from './network-text.ts';
import type { Attributes } from './onnx-model.ts';
import type { OnnxTensor } from './onnx-tensor.ts';
import { elementsOf, gather, stridesOf } from './onnx-tensor.ts';
import { refuse } from './refusal.ts';

/** A value that the network computes. */
export interface Computed {
  readonly kind: 'computed';
  readonly label: string;
  /** ONNX's shape. */
  readonly shape: readonly number[];
  readonly arrangement: Arrangement;
}

export interface Constant {
  readonly kind: 'constant';
  readonly tensor: OnnxTensor;
}

export type Value = Computed | Constant;

/** One node of the ONNX graph, about to be translated. */
export interface Step {
  readonly operator: string;
  readonly opset: number;
  readonly attributes: Attributes;
  /** What is not given is undefined. */
  readonly inputs: readonly (Value | undefined)[];
  /** How many of its outputs the graph names. */
  readonly outputs: number;
  readonly text: NetworkText;
}

export interface Operator {
  /** The inputs that may be computed; all others are parameters. */
  readonly values: 'all' | readonly number[];
  /** How it is written in the language, for docs/conformance.md; undefined where no operator is left. */
  readonly written?: string;
  readonly translate: (step: Step) => Value;
}

export function valueAt({ inputs, operator }: Step, slot: number): Value {
  return inputs[slot] ?? refuse('form', `${operator} without its input ${slot}`);
}

export function computedAt(step: Step, slot: number): Computed {
  const value = valueAt(step, slot);
  return value.kind === 'computed' ? value : refuse('form', `${step.operator} of constants`);
}

export function constantAt(step: Step, slot: number): OnnxTensor | undefined {
  const value = step.inputs[slot];
  if (value === undefined || value.kind === 'constant') return value?.tensor;
  return refuse('computed', `input ${slot} of ${step.operator}`);
}

export function parameterAt(step: Step, slot: number): OnnxTensor {
  return constantAt(step, slot) ?? refuse('form', `${step.operator} without its input ${slot}`);
}

/** From the end where it is negative. */
export const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

export const channelsOf = ({ shape, arrangement }: Computed): number => extentsOf(shape, arrangement)[1];

/** A constant that is broadcast to a value's shape, as one number per channel. */
export function perChannel(constant: OnnxTensor, { shape, arrangement }: Computed): Float64Array {
  const missing = shape.length - constant.shape.length;
  const own = stridesOf(constant.shape);
  const strides = shape.map((extent, axis) => {
    const there = constant.shape[axis - missing] ?? 1;
    if (there !== 1 && there !== extent)
      refuse('form', `broadcasting ${shape.join('×')} with ${constant.shape.join('×')}`);
    return there === 1 ? 0 : own[axis - missing]!;
  });
  if (missing < 0 && elementsOf(constant.shape.slice(0, -missing)) > 1)
    refuse('form', 'broadcasting of the computed value');
  const [batch, channels, height, width] = arrangement;
  const elsewhere = [...batch, ...height, ...width].find((axis) => strides[axis] !== 0);
  if (elsewhere !== undefined)
    refuse('arrangement', `a constant of shape ${constant.shape.join('×')} is not one number per channel`);
  return gather(
    constant.data,
    channels.map((axis) => shape[axis]!),
    channels.map((axis) => strides[axis]!),
  );
}

/** A tensor of one number per channel. */
export const vector = (data: ArrayLike<number>) => ({ shape: [data.length], data });

/** Multiplies by one number per channel. */
export function scaled({ text }: Step, value: Computed, factors: Float64Array): Computed {
  const tensor = { shape: [factors.length, 1, 1], data: factors };
  return { ...value, label: text.write('layer_scale', value.label, { '': tensor }) };
}

export function scaledBy(step: Step, value: Computed, factor: number): Computed {
  return scaled(step, value, new Float64Array(channelsOf(value)).fill(factor));
}
