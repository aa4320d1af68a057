import { refuse } from '../refusal.ts';
import type { Computed, Operator, Step } from '../step.ts';
import { computedAt, constantAt } from '../step.ts';

/** Works on each number by itself, however the axes lie. */
function apply(step: Step, statement: string): Computed {
  const x = computedAt(step, 0);
  return { ...x, label: step.text.write(statement, x.label) };
}

const elementwise = (statement: string): Operator => ({
  values: [0],
  written: `\`${statement}\``,
  translate: (step) => apply(step, statement),
});

export const Relu = elementwise('relu');
export const Sigmoid = elementwise('sigmoid');
export const Gelu = elementwise('gelu');
export const Tanh = elementwise('tanh');
export const HardSwish = elementwise('hardswish');

export const HardSigmoid: Operator = {
  values: [0],
  written: '`hardsigmoid`, with α = 1/6 and β = 1/2',
  translate: (step) => {
    const alpha = step.attributes.number('alpha') ?? 0.2;
    const beta = step.attributes.number('beta') ?? 0.5;
    if (Math.fround(alpha) !== Math.fround(1 / 6) || beta !== 0.5)
      refuse('form', 'HardSigmoid with another slope than 1/6 or another offset than 1/2');
    return apply(step, 'hardsigmoid');
  },
};

export const Clip: Operator = {
  values: [0],
  written: '`relu` from 0 up, `relu6` from 0 to 6',
  translate: (step) => {
    const bound = (name: string, slot: number, none: number): number =>
      step.attributes.number(name) ?? constantAt(step, slot)?.data[0] ?? none;
    const low = bound('min', 1, Number.NEGATIVE_INFINITY);
    const high = bound('max', 2, Number.POSITIVE_INFINITY);
    if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return computedAt(step, 0);
    if (low === 0 && high === Number.POSITIVE_INFINITY) return apply(step, 'relu');
    if (low === 0 && high === 6) return apply(step, 'relu6');
    return refuse('form', 'Clip to other bounds than those of relu and relu6');
  },
};

export const Dropout: Operator = {
  values: [0],
  written: '`dropout`',
  translate: (step) => {
    const { opset, attributes } = step;
    const training = opset < 7 ? attributes.integer('is_test') === 0 : constantAt(step, 2)?.data[0] === 1;
    if (training) refuse('training', 'Dropout');
    const rate = attributes.number('ratio') ?? constantAt(step, 1)?.data[0] ?? 0.5;
    return apply(step, `dropout ${rate}`);
  },
};
