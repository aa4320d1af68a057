import type { Node } from '../../../ir/graph.ts';
import type { OperatorKind } from '../../../ir/operators.ts';
import type { Shape } from '../../../ir/shape.ts';
import type { Extent, NodeWriter, Value } from '../node-writer.ts';

/** What an operator reads: other operators' values and its own tensors, in the order of the node. */
export interface Operands {
  readonly inputs: readonly Value[];
  readonly tensors: readonly Value[];
}

/** Writes the nodes of one operator and gives its value. */
export type Lowering<K extends OperatorKind> = (
  node: Extract<Node, { op: K }>,
  operands: Operands,
  write: NodeWriter,
) => Value;

/** [batch, channels, height, width] */
export const mapOf = (shape: Shape): readonly Extent[] => ['batch', ...shape];
