import { families } from '../../../src/backends/wgsl/adapters.ts';
import { type AssembledProgram, assemble } from '../../../src/backends/wgsl/assemble.ts';
import { chooseConvolutions } from '../../../src/backends/wgsl/choose-convolutions.ts';
import type { Dispatch, Parameter } from '../../../src/backends/wgsl/dispatch.ts';
import type { KernelContext } from '../../../src/backends/wgsl/kernels/context.ts';
import { dispatchesOf } from '../../../src/backends/wgsl/kernels/kernels.ts';
import { lower } from '../../../src/backends/wgsl/lower.ts';
import { type PlacedGraph, placeValues } from '../../../src/backends/wgsl/place-values.ts';
import { check } from '../../../src/index.ts';
import type { Graph } from '../../../src/ir/graph.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { forInference } from '../../../src/ir/passes/for-inference.ts';
import type { FlatGraph, WeightedGraph } from '../../../src/ir/passes/weighted-graph.ts';
import type { Shape } from '../../../src/ir/shape.ts';
import { readSpec } from '../../corpus/specs.ts';
import { numbers } from '../../ir/passes/programs.ts';

export function graphOf(spec: string, inputShape?: Shape): Graph {
  const options = { network: spec, ...(inputShape === undefined ? {} : { inputShape }) };
  return check(readSpec(spec), options).networks[0]!;
}

/** Tensors cut to a number for each row: a plan does not depend on what is in them, and the largest networks come in no time. */
function withShortTensors(graph: FlatGraph): WeightedGraph {
  const next = numbers(3);
  const weights = tensorsOf(graph).map(({ name, shape }) => {
    const data = Float32Array.from({ length: shape[0]! }, () => 1.5 + next());
    return [name, { shape, data }] as const;
  });
  return { graph, weights: new Map(weights) };
}

export function placedGraph(graph: FlatGraph): PlacedGraph {
  return placeValues(lower(forInference(withShortTensors(graph))));
}

export interface PlanOptions {
  readonly batch?: number;
  readonly dtype?: 'f32' | 'f16';
  readonly winograd?: 'auto' | 'off' | 'f2' | 'f4';
}

/** A program with what it was assembled from: a dispatch for each step. */
export interface Assembled extends AssembledProgram {
  readonly placed: PlacedGraph;
  readonly dispatches: readonly Dispatch[];
}

/** Every program of a network's plan, without weights. */
export function programsOf(
  graph: FlatGraph,
  { batch = 1, dtype = 'f32', winograd = 'auto' }: PlanOptions = {},
): Readonly<Record<string, Assembled>> {
  const placed = placedGraph(graph);
  const weights = {
    bytes: new Uint8Array(),
    at: ({ length }: Parameter) => ({ from: 0, bytes: length * (dtype === 'f32' ? 4 : 2) }),
  };
  return Object.fromEntries(
    Object.entries(families).map(([name, family]) => {
      const context: KernelContext = { graph: placed, batch, dtype, family };
      const choices = chooseConvolutions(context, dtype === 'f32' ? winograd : 'off');
      const dispatches = placed.layers.flatMap((layer) => dispatchesOf(context, layer, choices.get(layer)));
      return [name, { ...assemble(name, context, dispatches, weights), placed, dispatches }];
    }),
  );
}
