import type { NodeId } from '../../ir/graph.ts';

/** One dispatch, its operands still values and tensors; the memory plan turns them into ranges of buffers. */
export interface Dispatch {
  readonly layers: readonly string[];
  /** What the kernel is, for its file's name: `convolution`, `maxpool`. */
  readonly name: string;
  /** The formula and what a workgroup does, as lines of the header. */
  readonly comment: readonly string[];
  readonly subgroups?: true;
  /** In binding order. */
  readonly operands: readonly Operand[];
  /** Numbers that the kernel calls `shape.name`. */
  readonly shape: Readonly<Record<string, Field>>;
  /** WGSL after the declarations. */
  readonly body: string;
  readonly workgroups: readonly [x: number, y: number, z: number];
  /** Workgroup memory in bytes, and invocations in a workgroup, for the device's limits. */
  readonly workgroupBytes?: number;
  readonly invocations: number;
}

export type Field = { readonly u32: number } | { readonly f32: number };

export type Operand =
  | { readonly name: string; readonly kind: 'read' | 'write'; readonly value: NodeId }
  | { readonly name: string; readonly kind: 'parameter'; readonly parameter: Parameter }
  /** Float32 memory between the dispatches of one layer. */
  | { readonly name: string; readonly kind: 'read-scratch' | 'write-scratch'; readonly scratch: Scratch };

export interface Scratch {
  readonly id: string;
  readonly bytes: number;
}

/** Values packed as the kernel reads them. */
export interface Parameter {
  /** The tensor's name, with the range of filters where it is a part. */
  readonly name: string;
  /** The order of its numbers: `[group, ky, kx, channel, filter]`. */
  readonly layout: string;
  /** Stored as the program's dtype. */
  readonly pack: () => Float32Array;
  /** How many numbers `pack` gives. */
  readonly length: number;
  readonly winograd?: { readonly tile: 2 | 4 };
}
