import { TensorProto_DataType as DataType } from '../../../src/onnx-schema/onnx-ml_pb.js';
import type { OnnxTensor } from '../onnx-tensor.ts';
import { elementsOf, map, stridesOf } from '../onnx-tensor.ts';
import { refuse } from '../refusal.ts';
import type { Operator, Step } from '../step.ts';
import { axisOf, constantAt, parameterAt, valueAt } from '../step.ts';

/** Operators that say a value and compute nothing. */

export const Identity: Operator = { values: [0], written: 'nothing', translate: (step) => valueAt(step, 0) };

export const Constant: Operator = {
  values: [],
  written: 'a parameter',
  translate: ({ attributes }) => {
    const tensor = attributes.tensor('value') ?? refuse('type', 'a constant that is no array of numbers');
    return { kind: 'constant', tensor };
  },
};

export const ConstantOfShape: Operator = {
  values: [],
  written: 'a parameter',
  translate: (step) => {
    const shape = Array.from(parameterAt(step, 0).data);
    const value = step.attributes.tensor('value');
    const data = new Float64Array(elementsOf(shape)).fill(value?.data[0] ?? 0);
    const tensor: OnnxTensor = { type: value?.type ?? DataType.FLOAT, shape, data };
    return { kind: 'constant', tensor };
  },
};

/** The exporter asks for shapes that are known here, and cuts and joins them. */
const ofParameters = (
  fold: (step: Step, first: OnnxTensor) => OnnxTensor,
  values: Operator['values'] = [0],
): Operator => ({
  values,
  written: 'of parameters only',
  translate: (step) => {
    const value = valueAt(step, 0);
    if (value.kind === 'computed') return refuse('operator', step.operator);
    return { kind: 'constant', tensor: fold(step, value.tensor) };
  },
});

export const Shape: Operator = {
  values: [0],
  written: 'a parameter',
  translate: (step) => {
    const value = valueAt(step, 0);
    const shape = value.kind === 'computed' ? value.shape : value.tensor.shape;
    return { kind: 'constant', tensor: list(shape) };
  },
};

const list = (values: readonly number[]): OnnxTensor => ({
  type: DataType.INT64,
  shape: [values.length],
  data: Float64Array.from(values),
});

/** To another type of numbers; those with fractions lose them in integers. */
export const Cast = ofParameters(({ attributes }, tensor) => {
  const type = attributes.integer('to') ?? tensor.type;
  const isWhole = type === DataType.INT64 || type === DataType.INT32;
  return { ...(isWhole ? map(tensor, Math.trunc) : tensor), type };
});

export const Slice = ofParameters((step, { type, shape, data }) => {
  const given = (slot: number) => {
    const tensor = constantAt(step, slot);
    return tensor && Array.from(tensor.data);
  };
  const [starts, ends, axes, strides] = [1, 2, 3, 4].map(given);
  if (starts === undefined || ends === undefined) return refuse('form', 'Slice before opset 10');
  const kept = shape.map((extent) => [...Array(extent).keys()]);
  for (const [at, start] of starts.entries()) {
    const axis = axisOf(axes?.[at] ?? at, shape.length);
    kept[axis] = range(start, ends[at]!, strides?.[at] ?? 1, shape[axis]!);
  }
  const from = stridesOf(shape);
  const cut = kept.map(({ length }) => length);
  const to = stridesOf(cut);
  const result = new Float64Array(elementsOf(cut));
  for (const index of result.keys()) {
    const places = kept.map((indices, axis) => indices[Math.floor(index / to[axis]!) % cut[axis]!]!);
    result[index] = data[places.reduce((sum, place, axis) => sum + place * from[axis]!, 0)]!;
  }
  return { type, shape: cut, data: result };
});

/** The indices that a slice of an axis keeps; what is negative counts from the end. */
function range(start: number, end: number, stride: number, extent: number): number[] {
  const inside = (at: number): number =>
    Math.min(Math.max(at < 0 ? at + extent : at, stride < 0 ? -1 : 0), extent);
  const [first, last] = [Math.min(inside(start), stride < 0 ? extent - 1 : extent), inside(end)];
  const count = Math.max(Math.ceil((last - first) / stride), 0);
  return Array.from({ length: count }, (_, at) => first + at * stride);
}

export const Gather = ofParameters((step, { shape, data }) => {
  const indices = parameterAt(step, 1);
  if (shape.length !== 1) return refuse('operator', 'Gather');
  return { type: DataType.INT64, shape: indices.shape, data: indices.data.map((at) => data.at(at)!) };
}, 'all');
