import { describe, expect, test } from 'vitest';
import { foldBatchnorm } from '../../../src/ir/passes/fold-batchnorm.ts';
import type { PreciseWeights, WeightedGraph } from '../../../src/ir/passes/weighted-graph.ts';
import { buildGraph } from '../build-graph.ts';
import { expectSame, only, operatorsOf, programOf, withRandomWeights } from './programs.ts';

const folded: readonly (readonly [input: string, statements: string, stays: string])[] = [
  // into the layer before
  ['3 x 7 x 5', 'conv 3x3, 4; batchnorm; relu', 'conv relu'],
  ['3 x 7 x 5', 'conv 3x3, 4, bias; batchnorm', 'conv'],
  ['3 x 7 x 5', 'conv 3x5, 4, stride 2x1, dilation 2x1, pad (2, 1, 0, 3); batchnorm eps 0.1', 'conv'],
  ['6 x 7 x 5', 'conv 3x3, 6, groups 6; batchnorm; relu6', 'conv relu6'],
  ['6 x 7 x 5', 'conv 3x3, 12, groups 6, bias; batchnorm', 'conv'],
  ['6 x 7 x 5', 'conv 3x3, 9, groups 3; batchnorm', 'conv'],
  ['3 x 4 x 5', 'linear 7; batchnorm; tanh', 'linear tanh'],
  ['3 x 4 x 5', 'linear 7, bias false; batchnorm', 'linear'],
  ['3 x 4 x 5', 'linear 7, pointwise; batchnorm', 'linear'],
  ['3 x 4 x 5', 'linear 7, pointwise, bias false; batchnorm', 'linear'],
  ['3 x 4 x 5', 'conv 3x3, 4; scale: layer_scale', 'conv'],
  ['3 x 4 x 5', 'conv 3x3, 4, bias; scale: layer_scale', 'conv'],
  ['3 x 4 x 5', 'linear 7, pointwise; scale: layer_scale', 'linear'],
  ['3 x 4 x 5', 'batchnorm; batchnorm eps 0.2; relu', 'batchnorm relu'],
  ['3 x 4 x 5', 'batchnorm; scale: layer_scale; relu', 'batchnorm relu'],
  ['6 x 4 x 5', 'layernorm; batchnorm; relu', 'layernorm relu'],
  ['6 x 4 x 5', 'groupnorm 3; scale: layer_scale; relu', 'groupnorm relu'],
  ['6 x 4 x 5', 'a: layer_scale; b: layer_scale', 'layer_scale'],
  // into the layer behind
  ['3 x 4 x 5', 'relu; batchnorm; conv 1x1, 4', 'relu conv'],
  ['3 x 7 x 8', 'relu; batchnorm; conv 3x2, 4, stride 2, pad 0, bias', 'relu conv'],
  ['6 x 4 x 5', 'relu; batchnorm; conv 3x3, 9, groups 3, pad 0', 'relu conv'],
  ['6 x 4 x 5', 'relu; batchnorm; conv 3x3, 12, groups 6, pad 0', 'relu conv'],
  ['3 x 4 x 5', 'relu; batchnorm; linear 6', 'relu linear'],
  ['3 x 4 x 5', 'relu; batchnorm; linear 6, bias false', 'relu linear'],
  ['3 x 4 x 5', 'relu; batchnorm; linear 6, pointwise', 'relu linear'],
  ['3 x 4 x 5', 'relu; scale: layer_scale; conv 3x3, 4', 'relu conv'],
  ['3 x 4 x 5', 'relu; scale: layer_scale; linear 4, bias false', 'relu linear'],
  ['3 x 4 x 5', 'relu; scale: layer_scale; conv 3x3, 4, bias', 'relu conv'],
  // into both, and the one before first
  ['3 x 4 x 5', 'conv 3x3, 4; batchnorm; conv 1x1, 5; batchnorm; conv 1x1, 6', 'conv conv conv'],
  [
    '3 x 7 x 5',
    'a: conv 3x3, 4; from a; relu; b: batchnorm; from a; batchnorm; add b',
    'conv relu batchnorm batchnorm add',
  ],
];

const kept: readonly (readonly [why: string, input: string, statements: string])[] = [
  ['the convolution has two readers', '3 x 4 x 5', 'c: conv 3x3, 4; batchnorm; add c'],
  ['one node reads the convolution twice', '3 x 4 x 5', 'c: conv 3x3, 4; add c; batchnorm'],
  ['an activation stands between', '3 x 4 x 5', 'conv 3x3, 4; relu; batchnorm; relu'],
  ['the window behind has padding', '3 x 4 x 5', 'relu; batchnorm; conv 3x3, 4'],
  [
    'the window behind has padding on one side',
    '3 x 4 x 5',
    'relu; batchnorm; conv 3x3, 4, pad (0, 0, 0, 1)',
  ],
  ['the batchnorm has two readers', '3 x 4 x 5', 'relu; b: batchnorm; conv 1x1, 3; add b'],
  ['a batchnorm cannot go into a scale', '3 x 4 x 5', 'scale: layer_scale; batchnorm; relu'],
  ['the batchnorm is the output', '3 x 4 x 5', 'relu; batchnorm'],
];

describe('foldBatchnorm', () => {
  test.each(folded)('of %s: %s', (input, statements, stays) => {
    const before = programOf(input, ...statements.split('; '));
    let after = foldBatchnorm(before);
    // Of three in a row, the last waits for the next round.
    for (let next = foldBatchnorm(after); next !== after; next = foldBatchnorm(after)) after = next;
    expect(operatorsOf(after)).toBe(stays);
    expectSame(after, before);
  });

  test.each(kept)('not where %s', (_, input, statements) => {
    const before = programOf(input, ...statements.split('; '));
    expect(foldBatchnorm(before)).toBe(before);
  });

  test('not where the convolution is the output itself', () => {
    const { graph, weights } = programOf('3 x 4 x 5', 'conv 3x3, 4', 'batchnorm');
    const before: WeightedGraph = { graph: { ...graph, output: 1 }, weights };
    expect(foldBatchnorm(before)).toBe(before);
  });

  test('not where the bias would have another tensor’s name', () => {
    const builder = buildGraph('case', [3, 4, 5]);
    builder.op('conv', 'c', { kernel: [1, 1], filters: 4 });
    builder.op('batchnorm', 'n');
    builder.op('tanh', 't');
    builder.op('layer_scale', 'c.bias');
    const before = withRandomWeights(builder.done());
    expect(operatorsOf(foldBatchnorm(before))).toBe(operatorsOf(before));
  });

  test('by hand: 3 · (2x − 1) / √4 + 5 = 3x + 3.5, and no float32 on the way', () => {
    const { graph } = programOf('1 x 1 x 1', 'c: conv 1x1, 1', 'n: batchnorm eps 0');
    const tensor = (shape: readonly number[], value: number) => ({ shape, data: Float32Array.of(value) });
    const tensors = (variance: number): PreciseWeights =>
      new Map([
        ['c.weight', tensor([1, 1, 1, 1], 2)],
        ['n.weight', tensor([1], 3)],
        ['n.bias', tensor([1], 5)],
        ['n.running_mean', tensor([1], 1)],
        ['n.running_var', tensor([1], variance)],
      ]);
    const exact = foldBatchnorm({ graph, weights: tensors(4) });
    expect(exact.weights).toEqual(
      new Map([
        ['c.weight', { shape: [1, 1, 1, 1], data: Float64Array.of(3) }],
        ['c.bias', { shape: [1], data: Float64Array.of(3.5) }],
      ]),
    );
    const irrational = foldBatchnorm({ graph, weights: tensors(2) });
    expect(irrational.weights.get('c.weight')!.data[0]).toBeCloseTo(6 / Math.SQRT2, 15);
    expect(irrational.weights.get('c.bias')!.data[0]).toBeCloseTo(5 - 3 / Math.SQRT2, 15);
  });

  test('a scale alone gives no bias to a layer without one', () => {
    const scaled = foldBatchnorm(programOf('3 x 4 x 5', 'conv 3x3, 4', 'scale: layer_scale'));
    expect(only(scaled, 'conv').attributes.bias).toBe(false);
    const behind = foldBatchnorm(programOf('3 x 4 x 5', 'relu', 'scale: layer_scale', 'conv 3x3, 4'));
    expect(only(behind, 'conv').attributes.bias).toBe(false);
    const biased = programOf('3 x 4 x 5', 'relu', 'scale: layer_scale', 'c: conv 3x3, 4, bias');
    expect(foldBatchnorm(biased).weights.get('c.bias')).toBe(biased.weights.get('c.bias'));
    const normalised = foldBatchnorm(programOf('3 x 4 x 5', 'c: conv 3x3, 4', 'batchnorm'));
    expect(only(normalised, 'conv')).toMatchObject({ path: 'c', attributes: { bias: true } });
    expect([...normalised.weights.keys()]).toEqual(['c.weight', 'c.bias']);
  });
});
