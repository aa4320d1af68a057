import type { OnnxTensor } from '../onnx-tensor.ts';
import { elementsOf } from '../onnx-tensor.ts';
import { refuse } from '../refusal.ts';
import type { Operator } from '../step.ts';
import { parameterAt, valueAt } from '../step.ts';

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
    const tensor: OnnxTensor = { type: value?.type ?? 1, shape, data };
    return { kind: 'constant', tensor };
  },
};
