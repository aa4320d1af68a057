import { sameAxes } from '../arrangement.ts';
import type { OnnxTensor } from '../onnx-tensor.ts';
import { elementsOf, map, transposed } from '../onnx-tensor.ts';
import { refuse } from '../refusal.ts';
import type { Computed, Operator, Step } from '../step.ts';
import { computedAt, parameterAt, perChannel, vector } from '../step.ts';
import { addComputed } from './joins.ts';
import { permute } from './reshaping.ts';

/** With its last two axes swapped. */
function turned(tensor: OnnxTensor): OnnxTensor {
  const rank = tensor.shape.length;
  return transposed(tensor, [...Array(rank - 2).keys(), rank - 1, rank - 2]);
}

/** `a` times the transpose of a matrix of units×K, or of a batch of them, and a bias per unit for what comes of it. */
function product(
  step: Step,
  a: Computed,
  matrix: OnnxTensor,
  bias?: (result: Computed) => Float64Array,
): Computed {
  const last = a.shape.length - 1;
  const inputs = a.shape[last]!;
  const units = matrix.shape.at(-2)!;
  const [batch, channels, height, width] = a.arrangement;
  const shape = a.shape.with(last, units);
  const batched = matrix.shape.slice(0, -2);
  const outer = [...a.shape.keys()].slice(0, -2).filter((axis) => a.shape[axis]! > 1);
  const grouped = elementsOf(batched) > 1;
  if (grouped && batched.some((extent, axis) => extent !== a.shape[axis]))
    refuse('form', `${step.operator} with broadcasting`);
  const over = [...(grouped ? outer : []), ...(inputs > 1 ? [last] : [])];
  if (!sameAxes(channels, over))
    refuse('arrangement', `${step.operator} needs exactly the axes that it sums over along C`);
  const result: Computed = {
    kind: 'computed',
    label: '',
    shape,
    arrangement: [batch, [...(grouped ? outer : []), ...(units > 1 ? [last] : [])], height, width],
  };
  const { data } = matrix;
  const groups = grouped ? elementsOf(batched) : 1;
  const rows = groups * units;
  const biases = bias?.(result);
  const tensors = biases === undefined ? {} : { bias: vector(biases) };
  if (grouped) {
    const statement = `conv 1x1, ${rows}, groups ${groups}${biases === undefined ? '' : ', bias'}`;
    const weight = { shape: [rows, matrix.shape.at(-1)!, 1, 1], data };
    return { ...result, label: step.text.write(statement, a.label, { weight, ...tensors }) };
  }
  const pointwise = height.length + width.length > 0 ? ', pointwise' : '';
  const statement = `linear ${rows}${pointwise}${biases === undefined ? ', bias false' : ''}`;
  const weight = { shape: [rows, matrix.shape.at(-1)!], data };
  return { ...result, label: step.text.write(statement, a.label, { weight, ...tensors }) };
}

export const MatMul: Operator = {
  values: [0],
  written: '`linear`, also `pointwise`; a batch of matrices, `conv 1x1` with groups',
  translate: (step) => {
    const b = parameterAt(step, 1);
    return b.shape.length < 2
      ? refuse('form', 'MatMul by a vector')
      : product(step, computedAt(step, 0), turned(b));
  },
};

export const Gemm: Operator = {
  values: [0, 2],
  written: '`linear`, then `add` where its addend is an input',
  translate: (step) => {
    const { attributes } = step;
    const given = computedAt(step, 0);
    const a = attributes.integer('transA') === 1 ? (permute(given, [1, 0]) as Computed) : given;
    const b = parameterAt(step, 1);
    const alpha = attributes.number('alpha') ?? 1;
    const beta = attributes.number('beta') ?? 1;
    const rows = attributes.integer('transB') === 1 ? b : turned(b);
    const matrix = alpha === 1 ? rows : map(rows, (value) => alpha * value);
    const addend = step.inputs[2];
    if (addend === undefined || beta === 0) return product(step, a, matrix);
    if (addend.kind === 'constant')
      return product(step, a, matrix, (result) =>
        perChannel(
          map(addend.tensor, (value) => beta * value),
          result,
        ),
      );
    if (beta !== 1) refuse('form', 'Gemm with β and a computed addend');
    return addComputed(step, product(step, a, matrix), addend);
  },
};
