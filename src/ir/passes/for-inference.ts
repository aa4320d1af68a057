import type { WeightedGraph } from './weighted-graph.ts';

/** The same network with nothing left in it that inference does not need. */
export function forInference(program: WeightedGraph): WeightedGraph {
  return program;
}
