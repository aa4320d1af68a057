import type { Arrangement } from '../arrangement.ts';
import { extentsOf, mapAxes, sameArrangement, sameAxes } from '../arrangement.ts';
import type { OnnxTensor } from '../onnx-tensor.ts';
import { map, reshaped } from '../onnx-tensor.ts';
import { refuse } from '../refusal.ts';
import type { Computed, Operator, Step, Value } from '../step.ts';
import { axisOf, perChannel, scaled, scaledBy, valueAt, vector } from '../step.ts';

const sameValueShape = (one: Computed, other: Computed): boolean =>
  one.shape.join() === other.shape.join() && sameArrangement(one.arrangement, other.arrangement);

export function addComputed({ text }: Step, one: Computed, other: Computed): Computed {
  if (!sameValueShape(one, other)) refuse('form', 'Add that broadcasts a computed value');
  return { ...one, label: text.write(`add ${other.label}`, one.label) };
}

/** One number per channel added: a convolution that looks at one number and multiplies it by 1. */
function addConstant({ text }: Step, value: Computed, constant: OnnxTensor): Computed {
  const bias = perChannel(constant, value);
  const channels = bias.length;
  const weight = { shape: [channels, 1, 1, 1], data: new Float64Array(channels).fill(1) };
  const statement = `conv 1x1, ${channels}, groups ${channels}, bias`;
  return { ...value, label: text.write(statement, value.label, { weight, bias: vector(bias) }) };
}

function sum(step: Step, one: Value, other: Value): Computed {
  if (one.kind === 'computed' && other.kind === 'computed') return addComputed(step, one, other);
  if (one.kind === 'computed' && other.kind === 'constant') return addConstant(step, one, other.tensor);
  if (one.kind === 'constant' && other.kind === 'computed') return addConstant(step, other, one.tensor);
  return refuse('form', `${step.operator} of constants`);
}

function negative(step: Step, value: Value): Value {
  if (value.kind === 'computed') return scaledBy(step, value, -1);
  return { ...value, tensor: map(value.tensor, (each) => -each) };
}

/** The factor of `multiply` may have extent 1 along C, or along H and W. */
function multiplyComputed({ text }: Step, one: Computed, other: Computed): Computed {
  const rank = Math.max(one.shape.length, other.shape.length);
  const [left, right] = [raised(one, rank), raised(other, rank)];
  const [value, factor] = extentsProduct(left) >= extentsProduct(right) ? [left, right] : [right, left];
  const fits = value.arrangement.every((axes, group) => {
    const others = factor.arrangement[group]!;
    return sameAxes(axes, others) || (group > 0 && others.length === 0);
  });
  const [[, , height, width], [, , rows, columns]] = [value.arrangement, factor.arrangement];
  const positions = sameAxes(height, rows) === sameAxes(width, columns) || rows.length + columns.length === 0;
  if (!fits || !positions)
    refuse('form', 'Mul that broadcasts a computed value otherwise than per channel or per position');
  return { ...value, label: text.write(`multiply ${factor.label}`, value.label) };
}

const extentsProduct = ({ shape, arrangement }: Computed): number =>
  extentsOf(shape, arrangement).reduce((product, extent) => product * extent);

/** With axes of extent 1 in front. */
function raised(value: Computed, rank: number): Computed {
  const more = rank - value.shape.length;
  const arrangement: Arrangement = mapAxes(value.arrangement, (axes) => axes.map((axis) => axis + more));
  return { ...value, shape: [...Array<number>(more).fill(1), ...value.shape], arrangement };
}

function product(step: Step, one: Value, other: Value): Computed {
  if (one.kind === 'computed' && other.kind === 'computed') return multiplyComputed(step, one, other);
  if (one.kind === 'computed' && other.kind === 'constant')
    return scaled(step, one, perChannel(other.tensor, one));
  if (one.kind === 'constant' && other.kind === 'computed')
    return scaled(step, other, perChannel(one.tensor, other));
  return refuse('form', `${step.operator} of constants`);
}

function inverse(value: Value): Value {
  if (value.kind === 'computed') return refuse('form', 'Div by a computed value');
  return { ...value, tensor: map(value.tensor, (each) => 1 / each) };
}

/** Before opset 7 the second operand's axes could be put under those of the first from `axis` on. */
function secondOperand(step: Step): Value {
  const [one, other] = [valueAt(step, 0), valueAt(step, 1)];
  const axis = step.opset < 7 ? step.attributes.integer('axis') : undefined;
  if (axis === undefined || one.kind !== 'computed' || other.kind !== 'constant') return other;
  const { tensor } = other;
  const behind = one.shape.length - axis - tensor.shape.length;
  return { ...other, tensor: reshaped(tensor, [...tensor.shape, ...Array<number>(behind).fill(1)]) };
}

const binary = (written: string, join: (step: Step, one: Value, other: Value) => Value): Operator => ({
  values: 'all',
  written,
  translate: (step) => join(step, valueAt(step, 0), secondOperand(step)),
});

export const Add = binary('`add`; of a constant, a depthwise `conv 1x1` with bias', sum);
export const Sub = binary('as Neg and Add', (step, one, other) => sum(step, one, negative(step, other)));
export const Mul = binary('`multiply`; by a constant, `layer_scale`', product);
export const Div = binary('by a constant, `layer_scale`', (step, one, other) =>
  product(step, one, inverse(other)),
);

export const Neg: Operator = {
  values: [0],
  written: '`layer_scale` whose factors are −1',
  translate: (step) => negative(step, valueAt(step, 0)),
};

const sumOfAll = (step: Step): Value =>
  step.inputs.slice(1).reduce<Value>((total, each) => sum(step, total, each!), valueAt(step, 0));

export const Sum: Operator = { values: 'all', written: '`add`', translate: sumOfAll };

export const Mean: Operator = {
  values: 'all',
  written: '`add`, then a `layer_scale`',
  translate: (step) => {
    const total = sumOfAll(step);
    const { length } = step.inputs;
    return total.kind === 'computed' && length > 1 ? scaledBy(step, total, 1 / length) : total;
  },
};

export const Concat: Operator = {
  values: 'all',
  written: '`concat`, its axis along C',
  translate: (step) => {
    const given = step.inputs.map((_, slot) => valueAt(step, slot));
    const constants = given.flatMap((value) => (value.kind === 'constant' ? [value.tensor] : []));
    if (constants.length === given.length && constants.every(({ shape }) => shape.length === 1)) {
      const data = Float64Array.from(constants.flatMap((tensor) => Array.from(tensor.data)));
      return { kind: 'constant', tensor: { ...constants[0]!, shape: [data.length], data } };
    }
    if (constants.length > 0) refuse('form', 'Concat of constants');
    const values = given.filter((value) => value.kind === 'computed');
    const [first] = values;
    const { shape } = first!;
    const axis = axisOf(step.attributes.integer('axis') ?? 1, shape.length);
    const [batch, , height, width] = first!.arrangement;
    const rest = first!.arrangement[1].filter((each) => each !== axis);
    for (const value of values) {
      const own = value.shape[axis]! > 1 ? [axis] : [];
      if (!sameArrangement(value.arrangement, [batch, [...own, ...rest], height, width]))
        refuse('arrangement', 'Concat needs its axis along C, before any other');
    }
    const together = values.reduce((total, each) => total + each.shape[axis]!, 0);
    const others = values.slice(1).map(({ label }) => label);
    const label =
      others.length === 0 ? first!.label : step.text.write(`concat ${others.join(', ')}`, first!.label);
    return {
      kind: 'computed',
      label,
      shape: shape.with(axis, together),
      arrangement: [batch, [...(together > 1 ? [axis] : []), ...rest], height, width],
    };
  },
};
