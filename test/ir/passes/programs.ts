import { expect } from 'vitest';
import { check } from '../../../src/index.ts';
import type { Node } from '../../../src/ir/graph.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import type { OperatorKind } from '../../../src/ir/operators.ts';
import { operatorOf } from '../../../src/ir/operators.ts';
import { inputShapesOf } from '../../../src/ir/passes/rewrite.ts';
import type { FlatGraph, WeightedGraph } from '../../../src/ir/passes/weighted-graph.ts';
import { elements } from '../../../src/ir/shape.ts';
import { referenceOutput } from '../../../src/reference/run.ts';

/** The statements behind an input, with random weights. */
export function programOf(input: string, ...statements: readonly string[]): WeightedGraph {
  const text = `network case { input ${input}\n${statements.join('\n')}\n}`;
  const { networks, diagnostics } = check({ name: 'case.resnet', text });
  const [graph] = networks;
  if (graph === undefined)
    throw new Error(`${text}\n${diagnostics.map(({ message }) => message).join('\n')}`);
  return withRandomWeights(graph);
}

/** Weights that hide nothing: γ and factors away from 1, β and means away from 0, variances from 0.3 to 2.3; float32. */
export function withRandomWeights(graph: FlatGraph, seed = 1): WeightedGraph {
  const next = numbers(seed);
  const weights = tensorsOf(graph).map(({ name, shape, role }) => {
    // A sum over a fan-in of n such numbers stays about as large as its terms.
    const bound = Math.sqrt(3 / Math.max(1, elements(shape.slice(1))));
    const isVariance = role === 'buffer' && name.endsWith('running_var');
    const data = new Float32Array(elements(shape));
    for (let at = 0; at < data.length; at++) data[at] = isVariance ? 1.3 + next() : next() * bound;
    return [name, { shape, data }] as const;
  });
  return { graph, weights: new Map(weights) };
}

/** Uniform in [−1, 1), by Tommy Ettinger’s mulberry32. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) * 2 ** -31 - 1;
  };
}

export const tolerance = 1e-12;

/** Fails unless `after` is a sound program that computes what `before` does, on a batch of two. */
export function expectSame(after: WeightedGraph, before: WeightedGraph, limit = tolerance): void {
  expectSound(after);
  const [channels, height, width] = before.graph.nodes[0]!.output;
  const next = numbers(7);
  const data = Float64Array.from({ length: 2 * channels * height * width }, () => 2 * next());
  const input = { shape: [2, channels, height, width] as const, data };
  const expected = referenceOutput(before.graph, before.weights, input);
  const actual = referenceOutput(after.graph, after.weights, input);
  expect(difference(actual, expected)).toBeLessThan(limit);
}

/** max |actual − expected| / max |expected|; what is not a finite number must be the same. */
function difference(actual: Float64Array, expected: Float64Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  let scale = 0;
  for (const [index, value] of expected.entries()) {
    if (Object.is(actual[index], value))
      scale = Math.max(scale, Number.isFinite(value) ? Math.abs(value) : 0);
    else {
      const apart = Math.abs(actual[index]! - value);
      if (!Number.isFinite(apart)) return Number.POSITIVE_INFINITY;
      largest = Math.max(largest, apart);
      scale = Math.max(scale, Math.abs(value));
    }
  }
  return largest === 0 ? 0 : largest / scale;
}

/** Nodes are numbered in their order, shapes follow from attributes, and the weights are exactly the nodes' tensors. */
export function expectSound({ graph, weights }: WeightedGraph): void {
  const unsound = graph.nodes.filter((node, index) => {
    if (node.id !== index || (node.op === 'input') !== (index === 0)) return true;
    if (node.inputs.some((input) => input >= index)) return true;
    const inferred = operatorOf(node.op).infer(node.attributes, inputShapesOf(graph, node));
    return index > 0 && JSON.stringify(inferred) !== JSON.stringify(node.output);
  });
  expect(unsound).toEqual([]);
  expect(graph.nodes[graph.output]).toBeDefined();
  const tensors = tensorsOf(graph);
  expect([...weights].map(([name, { shape, data }]) => [name, shape, data.length])).toEqual(
    tensors.map(({ name, shape }) => [name, shape, elements(shape)]),
  );
}

/** The operators behind the input, in order: `conv relu`. */
export function operatorsOf({ graph }: WeightedGraph): string {
  return graph.nodes
    .slice(1)
    .map(({ op }) => op)
    .join(' ');
}

export function only<K extends OperatorKind>({ graph }: WeightedGraph, op: K): Extract<Node, { op: K }> {
  const found = graph.nodes.filter((node) => node.op === op);
  expect(found).toHaveLength(1);
  return found[0] as Extract<Node, { op: K }>;
}
