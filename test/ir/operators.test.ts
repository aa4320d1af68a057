import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import type { Node } from '../../src/ir/graph.ts';
import type { OperatorKind } from '../../src/ir/operators.ts';
import { operatorOf } from '../../src/ir/operators.ts';
import type { Shape } from '../../src/ir/shape.ts';

function checked(input: string, statement: string) {
  const text = `network case { input ${input}\n${statement.replaceAll('; ', '\n')}\n}`;
  return check({ name: 'case.resnet', text });
}

function lastOf(input: string, statement: string): Node {
  const { networks, diagnostics } = checked(input, statement);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ message }) => message)).toEqual([]);
  return networks[0]!.nodes.at(-1)!;
}

/** `weight 8×3×3×3, bias 8`; buffers in brackets. */
function tensorsOf({ path, tensors }: Node): string {
  return tensors
    .map(({ name, shape, role }) => {
      const text = `${name === path ? 'itself' : name.slice(path.length + 1)} ${shape.join('×')}`;
      return { trainable: text, buffer: `(${text})` }[role];
    })
    .join(', ');
}

const macsOf = (node: Node, input: Shape): number | undefined =>
  operatorOf(node.op).macs?.(node.attributes as never, [input], node.output);

/**
 * Shapes by PyTorch’s formulas, tensors as its modules’ state_dict has them, multiply-accumulates as fvcore counts them: for each output
 * of a convolution kH · kW · I / groups, for each of a linear layer its inputs.
 */
const cases: readonly (readonly [
  input: Shape,
  statement: string,
  output: Shape,
  tensors: string,
  macs?: number,
])[] = [
  [[3, 7, 9], 'conv 1x1, 8', [8, 7, 9], 'weight 8×3×1×1', 8 * 7 * 9 * 3],
  [[3, 7, 9], 'conv 3x3, 8', [8, 7, 9], 'weight 8×3×3×3', 8 * 7 * 9 * 3 * 9],
  [[3, 7, 9], 'conv 3x5, 8, pad 0', [8, 5, 5], 'weight 8×3×3×5', 8 * 5 * 5 * 3 * 3 * 5],
  [[3, 7, 9], 'conv 3x3, 8, stride 2', [8, 4, 5], 'weight 8×3×3×3', 8 * 4 * 5 * 3 * 9],
  [[3, 8, 9], 'conv 3x3, 8, stride 2x3, pad 0', [8, 3, 3], 'weight 8×3×3×3', 8 * 3 * 3 * 3 * 9],
  [[3, 9, 9], 'conv 3x3, 8, dilation 2, pad 0', [8, 5, 5], 'weight 8×3×3×3', 8 * 5 * 5 * 3 * 9],
  [[3, 9, 9], 'conv 3x3, 8, dilation 2', [8, 9, 9], 'weight 8×3×3×3', 8 * 9 * 9 * 3 * 9],
  [[6, 5, 5], 'conv 3x3, 9, groups 3, bias', [9, 5, 5], 'weight 9×2×3×3, bias 9', 9 * 5 * 5 * 2 * 9],
  [[6, 5, 5], 'conv 3x3, 6, groups 6', [6, 5, 5], 'weight 6×1×3×3', 6 * 5 * 5 * 9],
  [[3, 4, 5], 'linear 7', [7, 1, 1], 'weight 7×60, bias 7', 7 * 60],
  [[3, 4, 5], 'linear 7, bias false', [7, 1, 1], 'weight 7×60', 7 * 60],
  [[3, 4, 5], 'linear 7, pointwise', [7, 4, 5], 'weight 7×3, bias 7', 7 * 3 * 4 * 5],
  [[6, 4, 5], 'batchnorm', [6, 4, 5], 'weight 6, bias 6, (running_mean 6), (running_var 6)'],
  [[6, 4, 5], 'layernorm', [6, 4, 5], 'weight 6, bias 6'],
  [[6, 4, 5], 'groupnorm 3', [6, 4, 5], 'weight 6, bias 6'],
  [[6, 4, 5], 'scale: layer_scale', [6, 4, 5], 'itself 6×1×1'],
  [[6, 7, 9], 'maxpool 3x3', [6, 3, 3], ''], // its stride is the window: ⌊(7 + 2 − 3) / 3⌋ + 1, ⌊(9 + 2 − 3) / 3⌋ + 1
  [[6, 7, 9], 'maxpool 3x3, stride 2', [6, 4, 5], ''],
  [[6, 7, 9], 'maxpool 2x2', [6, 3, 4], ''],
  [[6, 7, 9], 'maxpool 2x3, stride 1, pad 0', [6, 6, 7], ''],
  [[6, 7, 9], 'maxpool global', [6, 1, 1], ''],
  [[6, 7, 9], 'avgpool 3x3', [6, 2, 3], ''],
  [[6, 7, 9], 'avgpool 3x3, stride 2, pad 1', [6, 4, 5], ''],
  [[6, 7, 9], 'avgpool 2x3, stride 1', [6, 6, 7], ''],
  [[6, 7, 9], 'avgpool 2x2, stride 1, pad 2', [6, 10, 12], ''], // a mean of nothing but padding is 0
  [[6, 7, 9], 'avgpool global', [6, 1, 1], ''],
  [[3, 4, 5], 'flatten', [60, 1, 1], ''],
  [[3, 4, 5], 'upsample', [3, 8, 10], ''],
  [[3, 4, 5], 'upsample 3x2', [3, 12, 10], ''],
  [[3, 4, 5], 'upsample 2, bilinear', [3, 8, 10], ''],
  [[3, 4, 5], 'zero_pad 1', [3, 6, 7], ''],
  [[3, 4, 5], 'zero_pad pad (1, 2, 3, 4)', [3, 7, 12], ''],
  [[3, 4, 5], 'zero_pad channels (1, 2)', [6, 4, 5], ''],
  [[6, 4, 5], 'channel_shuffle 3', [6, 4, 5], ''],
  ...['relu', 'relu6', 'silu', 'gelu', 'sigmoid', 'hardswish', 'hardsigmoid', 'tanh', 'softmax'].map(
    (statement) => [[3, 4, 5], statement, [3, 4, 5], ''] as const,
  ),
  ...['dropout', 'dropout 0', 'dropout 1', 'drop_path 0', 'drop_path 1'].map(
    (statement) => [[3, 4, 5], statement, [3, 4, 5], ''] as const,
  ),
];

it.each(
  cases.map(([input, statement, ...expected]) => [input.join(' x '), statement, input, expected] as const),
)('of %s: %s', (text, statement, input, [output, tensors, macs]) => {
  const node = lastOf(text, statement);
  expect(node.output).toEqual(output);
  expect(tensorsOf(node)).toBe(tensors);
  expect(macsOf(node, input)).toBe(macs);
});

describe('what is not written', () => {
  // Where PyTorch has a default, it is the same: Conv2d, Linear, BatchNorm2d, LayerNorm, GroupNorm, MaxPool2d, AvgPool2d, Dropout, Upsample.
  it.each<[statement: string, attributes: object]>([
    [
      'conv 3x3, 8',
      { stride: [1, 1], pad: [1, 1, 1, 1], dilation: [1, 1], groups: 1, bias: false, init: 'he_normal' },
    ],
    ['linear 7', { bias: true, pointwise: false, init: 'linear_uniform' }],
    ['batchnorm', { eps: 1e-5, momentum: 0.1, init: 'ones' }],
    ['layernorm', { eps: 1e-5 }],
    ['groupnorm 2', { eps: 1e-5 }],
    ['s: layer_scale', { value: 1e-6 }], // Touvron et al. 2021, for 36 layers and more
    ['maxpool 3x3', { global: false, stride: [3, 3], pad: [1, 1, 1, 1] }],
    ['maxpool 2x2', { global: false, stride: [2, 2], pad: [0, 0, 0, 0] }],
    ['avgpool 3x3', { global: false, stride: [3, 3], pad: [0, 0, 0, 0], exclude_pad: false }],
    ['dropout', { rate: 0.5 }],
    ['upsample', { scale: [2, 2], method: 'nearest' }],
    ['zero_pad', { pad: [0, 0, 0, 0], channels: [0, 0] }],
  ])('of %s', (statement, attributes) => {
    expect(lastOf('4 x 8 x 8', statement).attributes).toMatchObject(attributes);
  });

  it.each<[OperatorKind, string]>([
    ['maxpool', '4 x 7 x 9'],
    ['avgpool', '4 x 7 x 9'],
  ])('%s: what is offered is what the check goes on with', (kind, input) => {
    const { usual, assumed } = operatorOf(kind);
    const [diagnostic, ...others] = checked(input, kind).diagnostics;
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({
      code: 'value/missing-argument',
      fixes: [{ title: `write \`${kind} ${usual}\`` }],
    });
    expect(Object.keys(assumed!)).not.toEqual([]);
    expect(lastOf(input, `${kind} ${usual}`).attributes).toMatchObject(assumed!);
  });
});

describe('values that are refused', () => {
  it.each([
    ['conv 3x3, 0', 'value/range'],
    ['conv 3x3, 4, stride 0', 'value/range'],
    ['conv 3x3, 4, dilation 0', 'value/range'],
    ['conv 3x3, 4, groups 0', 'value/range'],
    ['conv 3x3, 4, groups 4', 'shape/groups'], // 6 input channels
    ['conv 3x3, 4, groups 3', 'shape/groups'], // 4 output channels
    ['conv 9x3, 4, pad 0', 'shape/kernel-too-large'],
    ['conv 2x2, 4', 'value/even-kernel'],
    ['linear 0', 'value/range'],
    ['batchnorm eps 1.5', 'value/range'],
    ['batchnorm momentum 1.5', 'value/range'],
    ['layernorm eps 1.5', 'value/range'],
    ['groupnorm 2, eps 1.5', 'value/range'],
    ['groupnorm 0', 'value/range'],
    ['groupnorm 4', 'shape/groups'],
    ['maxpool 3x3, stride 0', 'value/range'],
    ['maxpool 9x3, pad 0', 'shape/kernel-too-large'],
    ['avgpool 3x3, stride 0', 'value/range'],
    ['avgpool 9x3', 'shape/kernel-too-large'],
    ['maxpool 2x2, stride 1, pad 2', 'shape/empty-window'],
    ['avgpool 2x2, stride 1, pad 2, exclude_pad', 'shape/empty-window'],
    ['dropout 1.5', 'value/range'],
    ['drop_path 1.5', 'value/range'],
    ['drop_path', 'value/missing-argument'],
    ['groupnorm', 'value/missing-argument'],
    ['channel_shuffle', 'value/missing-argument'],
    ['linear', 'value/missing-argument'],
    ['upsample 0', 'value/range'],
    ['upsample 2, "cubic"', 'value/type'],
    ['channel_shuffle 0', 'value/range'],
    ['channel_shuffle 4', 'shape/groups'],
    ['zero_pad channels (0, -1)', 'value/range'],
    ['s: layer_scale 2000000', 'value/range'],
    ['s: layer_scale -1', 'value/range'],
    ['batchnorm init "twos"', 'value/type'],
  ])('of 6 x 7 x 9: %s', (statement, code) => {
    expect(checked('6 x 7 x 9', statement).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });
});

describe('starts', () => {
  const startsOf = (statement: string) => lastOf('6 x 7 x 9', statement).tensors.map(({ init }) => init);
  it.each<[statement: string, starts: readonly unknown[]]>([
    ['conv 3x3, 4, bias', ['he_normal', 'zeros']],
    ...['he_normal_fan_in', 'he_uniform', 'glorot_normal', 'glorot_uniform', 'lecun_normal', 'zeros'].flatMap(
      (init): [string, readonly unknown[]][] => [
        [`conv 3x3, 4, init ${init}`, [init]],
        [`linear 4, bias false, init ${init}`, [init]],
      ],
    ),
    ['conv 3x3, 4, init he_normal', ['he_normal']],
    ['linear 4, init he_normal', ['he_normal', { linearBias: 6 * 7 * 9 }]],
    ['linear 4, init linear_uniform', ['linear_uniform', { linearBias: 6 * 7 * 9 }]],
    ['linear 4, pointwise', ['linear_uniform', { linearBias: 6 }]],
    ['batchnorm', ['ones', 'zeros', 'zeros', 'ones']],
    ['batchnorm init zeros', ['zeros', 'zeros', 'zeros', 'ones']],
    ['layernorm', ['ones', 'zeros']],
    ['groupnorm 3', ['ones', 'zeros']],
    ['s: layer_scale 0.1', [{ constant: 0.1 }]],
  ])('%s: %j', (statement, starts) => {
    expect(startsOf(statement)).toEqual(starts);
  });
});
