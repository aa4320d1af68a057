import { describe, expect, test } from 'vitest';
import { removeDuplicates } from '../../../src/ir/passes/remove-duplicates.ts';
import type { WeightedGraph } from '../../../src/ir/passes/weighted-graph.ts';
import { expectSame, operatorsOf, programOf } from './programs.ts';

const branches = (first: string, second: string): readonly string[] => [
  's: tanh',
  ...first.split('; '),
  'from s',
  ...second.split('; '),
];

const removed: readonly (readonly [first: string, second: string, stays: string])[] = [
  ['a: relu', 'sigmoid; add a', 'tanh relu sigmoid add'],
  ['a: relu', 'relu; add a', 'tanh relu add'],
  ['relu; a: maxpool 3x3, stride 2', 'relu; maxpool 3x3, stride 2; add a', 'tanh relu maxpool add'],
  ['relu; a: maxpool 3x3', 'relu; maxpool 3x3, stride 3; add a', 'tanh relu maxpool add'],
  ['a: add s', 'add s; concat a', 'tanh add concat'],
];

const kept: readonly (readonly [first: string, second: string])[] = [
  ['a: relu', 'relu6; add a'],
  ['a: maxpool 3x3, stride 1', 'avgpool 3x3, stride 1, pad 1; add a'],
  ['a: maxpool 3x3, stride 1', 'maxpool 5x5, stride 1; add a'],
  ['a: avgpool 3x3, stride 1, pad 1', 'avgpool 3x3, stride 1, pad 1, exclude_pad; add a'],
  ['a: relu', 'sigmoid; relu; add a'],
  ['a: conv 3x3, 4', 'conv 3x3, 4; add a'], // other values
  ['r: relu; a: concat s', 'concat r; add a'], // another order
];

describe('removeDuplicates', () => {
  test.each(removed)('%s and %s', (first, second, stays) => {
    const before = programOf('4 x 7 x 5', ...branches(first, second));
    const after = removeDuplicates(before);
    expect(operatorsOf(after)).toBe(stays);
    expectSame(after, before);
  });

  test.each(kept)('keeps %s and %s', (first, second) => {
    const before = programOf('4 x 7 x 5', ...branches(first, second));
    const after = removeDuplicates(before);
    expect(operatorsOf(after).split(' ').length).toBe(before.graph.nodes.length - 1);
    expect(after).toBe(before);
  });

  test('one layer with the same numbers under two names', () => {
    const lines = branches('a: conv 3x3, 4, bias; ra: relu', 'b: conv 3x3, 4, bias; rb: relu; add ra');
    const { graph, weights } = programOf('4 x 7 x 5', ...lines);
    const twin = new Map(weights);
    for (const tensor of ['weight', 'bias']) twin.set(`b.${tensor}`, weights.get(`a.${tensor}`)!);
    const before: WeightedGraph = { graph, weights: twin };
    const after = removeDuplicates(before);
    expect(operatorsOf(after)).toBe('tanh conv relu add');
    expect([...after.weights.keys()]).toEqual(['a.weight', 'a.bias']);
    expectSame(after, before);

    const bias = weights.get('a.bias')!;
    const apart = new Map(twin).set('b.bias', {
      ...bias,
      data: bias.data.map((value, at) => value + +(at === 3)),
    });
    const different: WeightedGraph = { graph, weights: apart };
    expect(removeDuplicates(different)).toBe(different);
  });

  test('the first and the third of three layers', () => {
    const lines = [
      's: tanh',
      'a: conv 3x3, 4',
      'from s',
      'b: conv 3x3, 4',
      'from s',
      'c: conv 3x3, 4',
      'add a, b',
    ];
    const { graph, weights } = programOf('4 x 7 x 5', ...lines);
    const before: WeightedGraph = {
      graph,
      weights: new Map(weights).set('c.weight', weights.get('a.weight')!),
    };
    const after = removeDuplicates(before);
    expect([...after.weights.keys()]).toEqual(['a.weight', 'b.weight']);
    expectSame(after, before);
  });

  test('a duplicate that is the output', () => {
    const { graph, weights } = programOf('4 x 7 x 5', 's: tanh', 'a: relu', 'from s', 'relu', 'add a');
    const before: WeightedGraph = { graph: { ...graph, output: 3 }, weights };
    const after = removeDuplicates(before);
    expect(after.graph.output).toBe(2);
    expectSame(after, before);
  });
});
