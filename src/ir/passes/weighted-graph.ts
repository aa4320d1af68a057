import type { Graph } from '../graph.ts';

/** A graph without its author's structure, which passes do not keep up. Scopes and paths stay. */
export type FlatGraph = Omit<Graph, 'outline'>;

/** Tensors' values by whole name, row-major, in PyTorch's layouts. What a pass computes is in double precision. */
export type PreciseWeights = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly data: Float32Array | Float64Array }
>;

/** A graph and exactly the values of its tensors: `tensorsOf(graph)` and the keys of `weights` agree. */
export interface WeightedGraph {
  readonly graph: FlatGraph;
  readonly weights: PreciseWeights;
}

/** A new graph that computes the same; the same object where there was nothing to do. */
export type Pass = (program: WeightedGraph) => WeightedGraph;
