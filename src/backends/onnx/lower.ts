import { inputShape, type Node, type NodeId } from '../../ir/graph.ts';
import type { FlatGraph } from '../../ir/passes/weighted-graph.ts';
import { type NodeWriter, nodeWriter, type OnnxNode, type Value } from './node-writer.ts';
import type { Lowering } from './operators/lowering.ts';
import { lowerings } from './operators/operators.ts';

/** A network as ONNX's nodes; each is told which operator it comes from. */
export interface OnnxGraph {
  readonly input: Value;
  readonly output: Value;
  readonly nodes: readonly { readonly onnx: OnnxNode; readonly of: Node }[];
}

/** Operators become nodes, in the order of the graph. What the network ends in is N×classes, or N×C×H×W of a feature map. */
export function lower({ nodes, output: last }: FlatGraph): OnnxGraph {
  const input: Value = { name: 'input', extents: ['batch', ...inputShape({ nodes })] };
  const values = new Map<NodeId, Value>();
  const lowered: { onnx: OnnxNode; of: Node }[] = [];
  const unique = uniqueNames();
  for (const node of nodes) {
    const added: OnnxNode[] = [];
    values.set(
      node.id,
      node.op === 'input' ? input : lowerNode(node, values, nodeWriter(unique(node.path), added)),
    );
    lowered.push(...added.map((onnx) => ({ onnx, of: node })));
  }
  const answer = values.get(last)!;
  const [, height, width] = nodes[last]!.output;
  const isVector = height * width === 1;
  const added: OnnxNode[] = [];
  if (isVector && answer.extents.length === 4) nodeWriter(unique('output'), added).vector(answer);
  else if (answer === input) nodeWriter(unique('output'), added).main('Identity', [input], input.extents);
  lowered.push(...added.map((onnx) => ({ onnx, of: nodes[last]! })));
  return { input, output: added.at(-1)?.output ?? answer, nodes: lowered };
}

function lowerNode(
  node: Exclude<Node, { op: 'input' }>,
  values: ReadonlyMap<NodeId, Value>,
  write: NodeWriter,
): Value {
  const operands = {
    inputs: node.inputs.map((id) => values.get(id)!),
    tensors: node.tensors.map(({ name, shape }): Value => ({ name, extents: shape })),
  };
  return (lowerings[node.op] as Lowering<typeof node.op>)(node as never, operands, write);
}

/** Operators with tensors have a path each; a label without tensors may come again in another block. */
function uniqueNames(): (path: string) => string {
  const taken = new Map<string, number>();
  return (path) => {
    const times = (taken.get(path) ?? 0) + 1;
    taken.set(path, times);
    return times === 1 ? path : `${path}/again${times}`;
  };
}
