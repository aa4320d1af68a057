import type { Graph, Node } from './graph.ts';
import { operatorOf } from './operators.ts';
import type { Pair } from './shape.ts';
import { effectiveKernel } from './shape.ts';

/** Of one value along one axis: input pixels that it sees, and input pixels between two neighbours. */
interface Reach {
  readonly field: number;
  readonly jump: number;
}

/**
 * Side of the square of input pixels that one position of the last feature map can see, without regard to the picture's
 * border: field = field + (effective kernel − 1) · jump, jump = jump · stride, the largest over all paths (Araujo et al.
 * 2019, “Computing Receptive Fields of Convolutional Neural Networks”). Where an operator takes in the whole map at once
 * (global pooling, a fully connected layer), the maps end; a gate behind a global pool therefore counts for nothing.
 * Of a field that is not square, the longer side.
 */
export function receptiveField(graph: Graph): number {
  const reached = ancestorsOfOutput(graph);
  return receptiveFields(graph).reduce<number>(
    (longest, field, id) => (field !== undefined && reached.has(id) ? Math.max(longest, field) : longest),
    1,
  );
}

/** The same of every node's value; undefined behind an operator that takes in the whole map. */
export function receptiveFields(graph: Pick<Graph, 'nodes'>): readonly (number | undefined)[] {
  const [rows, columns] = ([0, 1] as const).map((axis) => {
    const reaches: (Reach | undefined)[] = [];
    for (const node of graph.nodes)
      reaches.push(node.inputs.length === 0 ? { field: 1, jump: 1 } : reachOf(node, axis, reaches, graph));
    return reaches;
  });
  return graph.nodes.map(({ id }) => {
    const fields = [rows![id], columns![id]].flatMap((reach) => reach?.field ?? []);
    return fields.length === 0 ? undefined : Math.ceil(Math.max(...fields) - 1e-9);
  });
}

function reachOf(
  node: Node,
  axis: 0 | 1,
  reaches: readonly (Reach | undefined)[],
  graph: Pick<Graph, 'nodes'>,
): Reach | undefined {
  const inputs = node.inputs.flatMap((id) => reaches[id] ?? []);
  if (inputs.length === 0 || takesWholeMap(node, graph)) return undefined;
  const field = Math.max(...inputs.map((reach) => reach.field));
  const jump = Math.max(...inputs.map((reach) => reach.jump));
  const { window, enlarges } = operatorOf(node.op);
  if (window) {
    const { kernel, stride, dilation } = window(node.attributes);
    const covered = effectiveKernel(kernel[axis], dilation[axis]);
    return { field: field + (covered - 1) * jump, jump: jump * stride[axis] };
  }
  if (enlarges) {
    const { scale, reads } = enlarges(node.attributes);
    return { field: field + (reads - 1) * jump, jump: jump / scale[axis] };
  }
  return { field, jump };
}

/** A pool with the flag `global`, or an operator without a window that makes the map smaller, as flatten and linear do. */
function takesWholeMap(node: Node, graph: Pick<Graph, 'nodes'>): boolean {
  if ('global' in node.attributes && node.attributes.global) return true;
  if (operatorOf(node.op).window) return false;
  const largest = (axis: 1 | 2): number =>
    Math.max(...node.inputs.map((id) => graph.nodes[id]!.output[axis]));
  const output: Pair = [node.output[1], node.output[2]];
  return output[0] < largest(1) || output[1] < largest(2);
}

function ancestorsOfOutput(graph: Graph): ReadonlySet<number> {
  const reached = new Set([graph.output]);
  for (let id = graph.output; id > 0; id--) {
    if (reached.has(id)) for (const input of graph.nodes[id]!.inputs) reached.add(input);
  }
  return reached;
}
