import { describe, expect, test } from 'vitest';
import { check } from '../../../src/index.ts';
import type { Graph, Node } from '../../../src/ir/graph.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { forInference } from '../../../src/ir/passes/for-inference.ts';
import { removeDead } from '../../../src/ir/passes/remove-dead.ts';
import { readOnce } from '../../../src/ir/passes/rewrite.ts';
import type { FlatGraph, WeightedGraph } from '../../../src/ir/passes/weighted-graph.ts';
import { elements } from '../../../src/ir/shape.ts';
import { readSpec, specNames } from '../../corpus/specs.ts';
import { expectSame, expectSound, numbers, withRandomWeights } from './programs.ts';

/** Beyond this a spec has the blocks of a smaller one, more of them or wider, and takes seconds and a gigabyte. */
const mostParameters = 30e6;

/** Those that are run, of each family one with few parameters, on small pictures. */
const run: readonly (readonly [name: string, height: number, width: number])[] = [
  ['resnet20', 32, 32],
  ['resnet18_a', 33, 40],
  ['keras_resnet50_v2', 35, 32],
  ['seresnext50_32x4d', 32, 32],
  ['mobilenet_v2', 33, 40],
  ['densenet121', 32, 32],
  ['squeezenet1_1', 32, 47],
  ['googlenet', 33, 40],
  ['convnext_tiny', 32, 64],
];

/** For structure alone: each tensor a piece of the same numbers, from another place. */
function withNoise(graph: Graph): WeightedGraph {
  const next = numbers(3);
  const noise = Float32Array.from({ length: 1 << 16 }, () => 0.1 + Math.abs(next()));
  const largest = tensorsOf(graph).reduce((most, { shape }) => Math.max(most, elements(shape)), 0);
  const repeated = new Float32Array(largest + noise.length);
  for (let at = 0; at < repeated.length; at += noise.length)
    repeated.set(noise.subarray(0, repeated.length - at), at);
  const weights = tensorsOf(graph).map(({ name, shape }, index) => {
    const from = (index * 7919) % noise.length;
    return [name, { shape, data: repeated.subarray(from, from + elements(shape)) }] as const;
  });
  return { graph, weights: new Map(weights) };
}

function graphOf(name: string, inputShape?: readonly [number, number, number]): Graph {
  const options = { network: name, ...(inputShape && { inputShape }) };
  return check(readSpec(name), options).networks[0]!;
}

const graphs = specNames().map((name) => graphOf(name));
const size = (graph: Graph): number => tensorsOf(graph).reduce((sum, { shape }) => sum + elements(shape), 0);

/** The nodes that a pass should have removed. */
function leftOver({ nodes, ...graph }: FlatGraph): readonly string[] {
  const isReadOnce = readOnce({ nodes, ...graph });
  const isLeft = ({ op, inputs }: Node): boolean => {
    const before = nodes[inputs[0] ?? 0]!;
    const foldable = (before.op === 'conv' || before.op === 'linear') && isReadOnce[before.id]!;
    if (op === 'batchnorm' || op === 'layer_scale') return foldable;
    if (op === 'linear') return before.op === 'flatten';
    return op === 'dropout' || op === 'drop_path';
  };
  return nodes.filter(isLeft).map(({ path }) => path);
}

describe('the bundled networks, prepared for inference', () => {
  test.each(graphs.filter((graph) => size(graph) <= mostParameters))(
    '$name has nothing left to prepare',
    (graph) => {
      const prepared = forInference(withNoise(graph));
      expectSound(prepared);
      expect(leftOver(prepared.graph)).toEqual([]);
      expect(removeDead(prepared)).toBe(prepared);
    },
  );

  test.each(run)('%s computes the same', (name, height, width) => {
    const program = withRandomWeights(graphOf(name, [3, height, width]));
    const prepared = forInference(program);
    expect(prepared.graph.nodes.length).toBeLessThan(program.graph.nodes.length);
    expectSame(prepared, program);
  });
});
