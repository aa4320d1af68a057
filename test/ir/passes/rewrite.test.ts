import { describe, expect, test } from 'vitest';
import { affineOf } from '../../../src/ir/passes/channel-affine.ts';
import { inputShapesOf, readOnce, rewrite, withAttributes } from '../../../src/ir/passes/rewrite.ts';
import type { WeightedGraph } from '../../../src/ir/passes/weighted-graph.ts';
import { expectSound, only, programOf } from './programs.ts';

const program = programOf('3 x 7 x 5', 'c: conv 3x3, 4', 'n: batchnorm', 'r: relu', 't: tanh', 'add r');
const pathsOf = ({ graph }: WeightedGraph): readonly (readonly unknown[])[] =>
  graph.nodes.slice(1).map(({ path, inputs }) => [path, ...inputs]);
const sum = program.graph.nodes.at(-1)!.path;

describe('rewrite', () => {
  test('nothing to do gives the program itself', () => {
    const nothing = { replaced: new Map(), removed: new Set<number>(), changed: new Map() };
    expect(rewrite(program, nothing)).toBe(program);
    expect(rewrite(program, {})).toBe(program);
  });

  test('readers of what goes read what is in its place, under new numbers', () => {
    const after = rewrite(program, { replaced: new Map([[2, 1]]) });
    expect(pathsOf(after)).toEqual([
      ['c', 0],
      ['r', 1],
      ['t', 2],
      [sum, 3, 2],
    ]);
    expect([...after.weights.keys()]).toEqual(['c.weight']);
    expect(after.weights.get('c.weight')).toBe(program.weights.get('c.weight'));
    expectSound(after);
  });

  test('one that goes may stand in the place of another', () => {
    const replaced = new Map([
      [2, 1],
      [3, 2],
    ]);
    expect(pathsOf(rewrite(program, { replaced }))).toEqual([
      ['c', 0],
      ['t', 1],
      [sum, 2, 1],
    ]);
  });

  test('the output may go', () => {
    const after = rewrite(program, { replaced: new Map([[5, 4]]) });
    expect(after.graph.output).toBe(4);
    expectSound(after);
  });

  test('what is removed has no place', () => {
    const { graph, weights } = program;
    const shorter = rewrite({ graph: { ...graph, output: 2 }, weights }, { removed: new Set([3, 4, 5]) });
    expect(pathsOf(shorter)).toEqual([
      ['c', 0],
      ['n', 1],
    ]);
    expect(shorter.graph.output).toBe(2);
  });

  test('a node that has changed stays under its number, with the new values of its tensors', () => {
    const conv = program.graph.nodes[1]!;
    const biased = withAttributes(only(program, 'conv'), { bias: true }, [[3, 7, 5]]);
    const values = new Map([['c.bias', new Float64Array(4).fill(2)]]);
    const after = rewrite(program, { changed: new Map([[1, biased]]), values });
    expect(after.graph.nodes[1]).toEqual({ ...conv, attributes: biased.attributes, tensors: biased.tensors });
    expect(after.weights.get('c.bias')).toEqual({ shape: [4], data: new Float64Array(4).fill(2) });
    expect(after.weights.get('c.weight')).toBe(program.weights.get('c.weight'));
    expectSound(after);
  });

  test('name, documentation, source and scopes stay, the outline goes', () => {
    const { outline, nodes, output, ...kept } = program.graph as typeof program.graph & { outline: unknown };
    expect(outline).toBeDefined();
    expect([nodes.length, output]).toEqual([6, 5]);
    const { nodes: _, output: __, ...after } = rewrite(program, { replaced: new Map([[2, 1]]) }).graph;
    expect(after).toEqual(kept);
  });
});

test('withAttributes names tensors by the node’s path; the one of a layer scale is the path itself', () => {
  const scaled = programOf('3 x 7 x 5', 's: layer_scale');
  const scale = withAttributes(only(scaled, 'layer_scale'), { value: 2 }, [[3, 7, 5]]);
  expect(scale.tensors).toEqual([{ name: 's', shape: [3, 1, 1], role: 'trainable', init: { constant: 2 } }]);
  const conv = withAttributes(only(program, 'conv'), { filters: 2 }, [[3, 7, 5]]);
  expect(conv.tensors).toEqual([
    { name: 'c.weight', shape: [2, 3, 3, 3], role: 'trainable', init: 'he_normal' },
  ]);
  expect(withAttributes(only(program, 'relu'), {}, [[3, 7, 5]]).tensors).toEqual([]);
});

test('inputShapesOf', () => {
  const join = program.graph.nodes[5]!;
  expect(inputShapesOf(program.graph, join)).toEqual([
    [4, 7, 5],
    [4, 7, 5],
  ]);
});

test('readOnce counts inputs, and the output as one reader', () => {
  // input, c, n, r (read by t and the sum), t, sum (the output)
  expect(readOnce(program.graph)).toEqual([true, true, true, false, true, true]);
  const twice = programOf('3 x 7 x 5', 'r: relu', 'add r');
  expect(readOnce(twice.graph)).toEqual([true, false, true]);
  expect(readOnce({ ...twice.graph, output: 0 })).toEqual([false, false, false]);
});

test('affineOf: γ (x − mean) / √(variance + ε) + β, and a scale alone', () => {
  const { graph } = programOf('2 x 1 x 1', 'n: batchnorm eps 0.5', 's: layer_scale', 'relu');
  const tensor = (...data: number[]) => ({ shape: [2], data: Float32Array.from(data) });
  const weights = new Map([
    ['n.weight', tensor(3, 2)],
    ['n.bias', tensor(5, 1)],
    ['n.running_mean', tensor(4, -1)],
    ['n.running_var', tensor(3.5, 0.5)],
    ['s', tensor(7, 8)],
  ]);
  expect(affineOf(graph.nodes[1]!, weights)).toEqual({
    scale: Float64Array.of(1.5, 2), // 3 / √4, 2 / √1
    shift: Float64Array.of(-1, 3), // 5 − 4 · 1.5, 1 + 1 · 2
  });
  expect(affineOf(graph.nodes[2]!, weights)).toEqual({ scale: Float64Array.of(7, 8), shift: undefined });
  expect(affineOf(graph.nodes[3]!, weights)).toBeUndefined();
});
