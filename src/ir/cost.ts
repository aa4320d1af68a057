import { diagnose } from '../diagnostics/diagnose.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import { bytesPerFloat, peakActivationBytes } from './activation-memory.ts';
import { depth } from './depth.ts';
import type { Graph, Node, TensorRole } from './graph.ts';
import { operatorOf } from './operators.ts';
import { receptiveField } from './receptive-field.ts';
import { elements } from './shape.ts';

export interface NodeCost {
  /** Elements of its trainable tensors. */
  readonly trainable: number;
  /** Elements of its running statistics. */
  readonly buffers: number;
  /** Multiply-accumulates at batch 1. */
  readonly macs: number;
}

export interface Cost {
  /** `trainable` is what torchvision counts; `total` is what Keras calls “Total params”. */
  readonly parameters: { readonly trainable: number; readonly buffers: number; readonly total: number };
  /** Multiply-accumulates of convolutions and linear layers at batch 1; neither biases nor anything else counts. */
  readonly macs: number;
  /** Floating-point operations: 2 · macs. */
  readonly flops: number;
  /** Trainable tensors and buffers in float32. */
  readonly weightBytes: number;
  readonly peakActivationBytes: number;
  /** Pixels of the input, one side. */
  readonly receptiveField: number;
  readonly depth: number;
  /** In the order of the graph's nodes. */
  readonly nodes: readonly NodeCost[];
}

/** What a network costs. A number beyond 2⁵³ is not exact and gives `limit/cost`. Linear in nodes and edges. */
export function costOf(graph: Graph): Outcome<Cost> {
  const nodes = graph.nodes.map((node) => nodeCost(graph, node));
  const { trainable, buffers, macs } = sumOf(nodes);
  const value: Cost = {
    parameters: { trainable, buffers, total: trainable + buffers },
    macs,
    flops: 2 * macs,
    weightBytes: bytesPerFloat * (trainable + buffers),
    peakActivationBytes: peakActivationBytes(graph),
    receptiveField: receptiveField(graph),
    depth: depth(graph),
    nodes,
  };
  // Every count is a sum of whole, non-negative numbers, so a part that is not exact makes its sum too large as well.
  const counts = [value.flops, value.weightBytes, value.peakActivationBytes, value.receptiveField];
  return {
    value,
    diagnostics: counts.every(Number.isSafeInteger)
      ? []
      : [diagnose('limit/cost', {} as never, graph.source)],
  };
}

function sumOf(nodes: readonly NodeCost[]): NodeCost {
  const sum = (key: keyof NodeCost): number => nodes.reduce((total, cost) => total + cost[key], 0);
  return { trainable: sum('trainable'), buffers: sum('buffers'), macs: sum('macs') };
}

/** Parameters and MACs alone, for a line that mentions them. */
export function totalsOf(graph: Graph): NodeCost {
  return sumOf(graph.nodes.map((node) => nodeCost(graph, node)));
}

export function nodeCost(graph: Pick<Graph, 'nodes'>, node: Node): NodeCost {
  const inputs = node.inputs.map((id) => graph.nodes[id]!.output);
  const size = (role: TensorRole): number =>
    node.tensors.reduce((total, tensor) => total + (tensor.role === role ? elements(tensor.shape) : 0), 0);
  return {
    trainable: size('trainable'),
    buffers: size('buffer'),
    macs: operatorOf(node.op).macs?.(node.attributes, inputs, node.output) ?? 0,
  };
}
