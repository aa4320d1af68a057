import { describe, expect, it } from 'vitest';
import type { OperatorKind } from '../../src/ir/operators.ts';
import { operatorOf } from '../../src/ir/operators.ts';
import type { Shape } from '../../src/ir/shape.ts';

// What an operator answers by itself, without a network around it.

describe('joins', () => {
  const infer = (kind: OperatorKind, shapes: readonly Shape[]) => operatorOf(kind).infer({}, shapes);
  const value: Shape = [6, 4, 5];

  it.each<[OperatorKind, readonly Shape[], Shape]>([
    ['add', [value], value],
    ['add', [value, value, value], value],
    ['multiply', [value], value],
    ['multiply', [value, value], value],
    ['multiply', [value, [6, 1, 1]], value],
    ['multiply', [value, [1, 4, 5]], value],
    ['multiply', [value, [1, 1, 1], [6, 1, 1]], value],
    ['concat', [value], value],
    ['concat', [value, [2, 4, 5], [1, 4, 5]], [9, 4, 5]],
  ])('%s of %j is %j', (kind, shapes, output) => {
    expect(infer(kind, shapes)).toEqual(output);
    expect(operatorOf(kind).inputs).toBe('many');
  });

  it.each<[OperatorKind, Shape]>([
    ['add', [6, 1, 1]],
    ['add', [5, 4, 5]],
    ['multiply', [5, 4, 5]],
    ['multiply', [5, 1, 1]],
    ['multiply', [6, 1, 5]],
    ['multiply', [6, 4, 1]],
    ['multiply', [6, 1, 6]],
    ['multiply', [6, 3, 1]],
    ['multiply', [6, 3, 5]],
    ['multiply', [6, 4, 6]],
    ['concat', [6, 3, 5]],
    ['concat', [6, 4, 6]],
  ])('%s refuses %j', (kind, right) => {
    const parameters = { join: kind, left: value, right };
    expect(infer(kind, [value, value, right])).toEqual({ code: 'shape/join-mismatch', parameters });
  });
});

describe('faults name the argument to point at', () => {
  it.each<[OperatorKind, attributes: object, parameters: object]>([
    ['conv', { kernel: [1, 1], filters: 4, groups: 4 }, { groups: 4, input: 6, output: 4 }],
    ['groupnorm', { groups: 4 }, { groups: 4, input: 6 }],
    ['channel_shuffle', { groups: 4 }, { groups: 4, input: 6 }],
  ])('%s: groups', (kind, attributes, parameters) => {
    const fault = operatorOf(kind).infer(attributes as never, [[6, 4, 5]]);
    expect(fault).toEqual({ code: 'shape/groups', parameters, argument: 'groups' });
  });

  it.each<[OperatorKind]>([['maxpool'], ['avgpool'], ['conv']])('%s: its window', (kind) => {
    const window = {
      kernel: [9, 9],
      stride: [1, 1],
      pad: [0, 0, 0, 0],
      dilation: [1, 1],
      filters: 1,
      groups: 1,
    };
    expect(operatorOf(kind).infer(window as never, [[6, 4, 5]])).toMatchObject({
      code: 'shape/kernel-too-large',
      parameters: { operator: kind },
    });
  });
});

describe('what other parts ask', () => {
  const attributes = { kernel: [3, 5], stride: [2, 1], pad: [1, 2, 3, 4], dilation: [2, 3] };

  it.each<[OperatorKind, object]>([
    ['conv', attributes],
    ['maxpool', { ...attributes, dilation: [1, 1] }],
    ['avgpool', { ...attributes, dilation: [1, 1] }],
  ])('the window of %s', (kind, window) => {
    expect(operatorOf(kind).window!(attributes as never)).toEqual(window);
  });

  it.each([
    ['nearest', 1],
    ['bilinear', 2], // along an axis, an output lies between two inputs
  ])('%s reads %i inputs', (method, reads) => {
    const scale = [2, 3];
    expect(operatorOf('upsample').enlarges!({ scale, method } as never)).toEqual({ scale, reads });
  });

  it.each<OperatorKind>(['maxpool', 'avgpool'])(
    'a global %s is one window, whatever its size says',
    (kind) => {
      const global = { global: true, kernel: [1, 1], stride: [1, 1], pad: [0, 0, 0, 0] };
      expect(operatorOf(kind).infer(global as never, [[6, 4, 5]])).toEqual([6, 1, 1]);
    },
  );

  it.each<OperatorKind>(['relu', 'relu6', 'silu', 'gelu', 'sigmoid', 'hardswish', 'hardsigmoid', 'tanh'])(
    '%s is not linear, element by element',
    (kind) => {
      expect(operatorOf(kind)).toMatchObject({ activation: true, inputs: 1 });
    },
  );
});
