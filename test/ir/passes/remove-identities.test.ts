import { describe, expect, test } from 'vitest';
import { removeIdentities } from '../../../src/ir/passes/remove-identities.ts';
import { buildGraph } from '../build-graph.ts';
import { expectSame, operatorsOf, programOf, withRandomWeights } from './programs.ts';

/** Input, statements, and the operators that stay. */
const removed: readonly (readonly [input: string, statements: string, stays: string])[] = [
  ['3 x 5 x 4', 'conv 1x1, 4; dropout 0.5; tanh', 'conv tanh'],
  ['3 x 5 x 4', 'conv 1x1, 4; drop_path 0.2; tanh', 'conv tanh'],
  ['3 x 5 x 4', 'conv 1x1, 4; zero_pad 0', 'conv'],
  ['3 x 5 x 4', 'conv 1x1, 4; upsample 1', 'conv'],
  ['3 x 5 x 4', 'conv 1x1, 4; upsample 1, bilinear', 'conv'],
  ['6 x 5 x 4', 'channel_shuffle 1; tanh', 'tanh'],
  ['6 x 5 x 4', 'channel_shuffle 6; tanh', 'tanh'],
  ['6 x 5 x 4', 'avgpool global; flatten; tanh', 'avgpool tanh'],
  ['6 x 5 x 4', 'linear 7; flatten; tanh', 'linear tanh'],
  ['6 x 5 x 4', 'branches add { path { tanh } }', 'tanh'],
  ['6 x 5 x 4', 'branches multiply { path { tanh } }', 'tanh'],
  ['6 x 5 x 4', 'branches concat { path { tanh } }', 'tanh'],
  ['6 x 5 x 4', 'avgpool 1x1; maxpool 1x1; tanh', 'tanh'],
  ['6 x 5 x 4', 'maxpool global; avgpool global; maxpool global', 'maxpool'],
  ['6 x 5 x 4', 'dropout 0.5', ''],
  ['6 x 5 x 4', 'dropout 0.5; drop_path 0.5; dropout 0.1; tanh; dropout 0.5; zero_pad 0', 'tanh'],
  ['6 x 5 x 4', 'relu; relu', 'relu'],
  ['6 x 5 x 4', 'relu6; relu', 'relu6'],
  ['6 x 5 x 4', 'relu6; relu6', 'relu6'],
  ['6 x 5 x 4', 'sigmoid; relu', 'sigmoid'],
  ['6 x 5 x 4', 'hardsigmoid; relu6', 'hardsigmoid'],
  ['6 x 5 x 4', 'softmax; relu6; relu', 'softmax'],
  ['6 x 5 x 4', 'relu; maxpool 3x3, stride 2; relu', 'relu maxpool'],
  ['6 x 5 x 4', 'relu; avgpool 3x3, stride 2, pad 1, exclude_pad; relu', 'relu avgpool'],
  ['6 x 5 x 4', 'relu; zero_pad 1, channels (1, 1); upsample 2, bilinear; relu', 'relu zero_pad upsample'],
  ['6 x 5 x 4', 'relu; channel_shuffle 2; flatten; relu', 'relu channel_shuffle flatten'],
  ['6 x 5 x 4', 'a: relu; sigmoid; add a; relu', 'relu sigmoid add'],
  ['6 x 5 x 4', 'a: sigmoid; hardsigmoid; multiply a; relu6', 'sigmoid hardsigmoid multiply'],
  ['6 x 5 x 4', 'a: relu; sigmoid; concat a; relu', 'relu sigmoid concat'],
];

const kept: readonly (readonly [input: string, statements: string])[] = [
  ['6 x 5 x 4', 'relu'],
  ['6 x 5 x 4', 'relu; relu6'],
  ['6 x 5 x 4', 'tanh; relu'],
  ['6 x 5 x 4', 'tanh; relu6'],
  ['6 x 5 x 4', 'silu; relu'],
  ['6 x 5 x 4', 'hardswish; relu'],
  ['6 x 5 x 4', 'relu; conv 1x1, 4; relu'],
  ['6 x 5 x 4', 'relu; batchnorm; relu'],
  ['6 x 5 x 4', 'relu; layer_scale; relu'],
  ['6 x 5 x 4', 'a: relu; tanh; add a; relu'],
  ['6 x 5 x 4', 'a: relu; tanh; multiply a; relu'],
  ['6 x 5 x 4', 'a: tanh; relu; concat a; relu'],
  ['6 x 5 x 4', 'a: relu6; sigmoid; add a; relu6'],
  ['6 x 5 x 4', 'maxpool 1x1, stride 2'],
  ['6 x 5 x 4', 'avgpool 1x1, pad 1'],
  ['6 x 5 x 4', 'avgpool 1x1, pad (0, 0, 0, 1)'],
  ['6 x 5 x 4', 'avgpool 1x2, stride 1'],
  ['6 x 5 x 4', 'upsample 1x2'],
  ['6 x 5 x 4', 'channel_shuffle 3'],
  ['6 x 1 x 2', 'flatten'],
  ['6 x 2 x 1', 'flatten'],
  ['6 x 5 x 4', 'zero_pad channels (0, 1)'],
  ['6 x 5 x 4', 'zero_pad pad (0, 0, 0, 1)'],
  ['6 x 5 x 4', 'a: tanh; sigmoid; concat a'],
];

describe('removeIdentities', () => {
  test.each(removed)('of %s: %s', (input, statements, stays) => {
    const before = programOf(input, ...statements.split('; '));
    const after = removeIdentities(before);
    expect(operatorsOf(after)).toBe(stays);
    expectSame(after, before);
    expect(removeIdentities(after)).toBe(after);
  });

  test.each(kept)('keeps, of %s: %s', (input, statements) => {
    const before = programOf(input, ...statements.split('; '));
    expect(removeIdentities(before)).toBe(before);
  });

  test.each(['add', 'multiply', 'concat'] as const)(
    'a join of one value, which an edit may leave: %s',
    (op) => {
      const builder = buildGraph('case', [3, 4, 5]);
      builder.op('tanh', 't');
      builder.op(op, 'join');
      const before = withRandomWeights(builder.done());
      const after = removeIdentities(before);
      expect(operatorsOf(after)).toBe('tanh');
      expectSame(after, before);
    },
  );

  test('nodes that stay keep their paths, and readers of what goes read its input', () => {
    const before = programOf('3 x 5 x 4', 'c: conv 1x1, 4', 'd: dropout 0.5', 'r: tanh', 'add d');
    const { graph } = removeIdentities(before);
    expect(graph.nodes.map(({ path, inputs }) => [path, inputs])).toEqual([
      [before.graph.nodes[0]!.path, []],
      ['c', [0]],
      ['r', [1]],
      [before.graph.nodes[4]!.path, [2, 1]],
    ]);
    expect(graph.nodes[1]!.source).toEqual(before.graph.nodes[1]!.source);
  });
});
