import type { Node, NodeId } from '../ir/graph.ts';
import { inputShape } from '../ir/graph.ts';
import type { FlatGraph, PreciseWeights } from '../ir/passes/weighted-graph.ts';
import { elements } from '../ir/shape.ts';
import type { Kernel } from './kernels.ts';
import { kernels } from './kernels.ts';
import type { Values } from './values.ts';

/** A batch of pictures, N×C×H×W. */
export interface Batch {
  readonly shape: readonly [batch: number, channels: number, height: number, width: number];
  readonly data: Float32Array | Float64Array;
}

/**
 * What every node computes, in the order of the nodes and as N×C×H×W, in double precision and by plain loops: the judge of all
 * targets. Throws where the input or a tensor has not the graph's shape.
 */
export function reference(graph: FlatGraph, weights: PreciseWeights, input: Batch): readonly Float64Array[] {
  const results: Float64Array[] = [];
  walk(graph, weights, input, (_, { data }) => results.push(data));
  return results;
}

/** What the network computes, N×C×H×W. Values that no later node reads are let go. */
export function referenceOutput(graph: FlatGraph, weights: PreciseWeights, input: Batch): Float64Array {
  let output: Float64Array | undefined;
  walk(graph, weights, input, (id, { data }) => {
    if (id === graph.output) output = data;
  });
  return output!;
}

/**
 * Hands what every node computes to `onResult`, in the order of the nodes. Values that no later node reads are let go, and a node's
 * weights are looked up when its turn comes.
 */
export function walk(
  graph: FlatGraph,
  weights: PreciseWeights,
  input: Batch,
  onResult: (id: NodeId, values: Values) => void,
): void {
  const [batch, ...extents] = input.shape;
  expectShape('the input', extents, inputShape(graph), input.data.length / batch);
  const endingAt = lastReads(graph);
  const alive = new Map<NodeId, Values>();
  for (const node of graph.nodes) {
    const values: Values = {
      shape: [batch, ...node.output],
      data: node.op === 'input' ? new Float64Array(input.data) : compute(node, alive, weights),
    };
    alive.set(node.id, values);
    onResult(node.id, values);
    for (const id of endingAt[node.id]!) alive.delete(id);
  }
}

function compute(
  node: Exclude<Node, { op: 'input' }>,
  alive: ReadonlyMap<NodeId, Values>,
  weights: PreciseWeights,
): Float64Array {
  const tensors = node.tensors.map(({ name, shape }) => {
    const tensor = weights.get(name);
    if (tensor === undefined) throw new Error(`there is no tensor ${name}`);
    expectShape(name, tensor.shape, shape, tensor.data.length);
    // One type of array for all: engines compile a loop for the types that it has met.
    return new Float64Array(tensor.data);
  });
  const inputs = node.inputs.map((id) => alive.get(id)!);
  return (kernels[node.op] as Kernel<typeof node.op>)(node as never, inputs, tensors);
}

/** For each node the values that nobody reads after it. */
function lastReads({ nodes }: FlatGraph): readonly (readonly NodeId[])[] {
  const last = nodes.map(({ id }) => id);
  for (const { id, inputs } of nodes) for (const input of inputs) last[input] = id;
  const endingAt: NodeId[][] = nodes.map(() => []);
  for (const [id, reader] of last.entries()) endingAt[reader]!.push(id);
  return endingAt;
}

function expectShape(
  what: string,
  found: readonly number[],
  expected: readonly number[],
  count: number,
): void {
  const same = found.length === expected.length && found.every((extent, axis) => extent === expected[axis]);
  if (!same || count !== elements(expected))
    throw new Error(`${what} is ${found.join('×')} (${count} values), not ${expected.join('×')}`);
}
