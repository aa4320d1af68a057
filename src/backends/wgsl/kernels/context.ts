import type { NodeId } from '../../../ir/graph.ts';
import type { Shape } from '../../../ir/shape.ts';
import type { Family } from '../adapters.ts';
import type { Field, Operand, Parameter } from '../dispatch.ts';
import { type PlacedGraph, vectors } from '../place-values.ts';

/** What every kernel is made for. */
export interface KernelContext {
  readonly graph: PlacedGraph;
  readonly batch: number;
  readonly dtype: 'f32' | 'f16';
  readonly family: Family;
}

/** A value as a kernel sees it: its extents, where its channels lie, and how it is stored. */
export interface View {
  readonly id: NodeId;
  readonly shape: Shape;
  /** Channels, in vec4s. */
  readonly quads: number;
  readonly stride: number;
  readonly offset: number;
  readonly stored: 'f32' | 'f16';
}

export function viewOf({ graph, dtype }: KernelContext, id: NodeId): View {
  const shape = graph.shapes.get(id)!;
  const { root, offset, stride } = graph.places.get(id)!;
  return { id, shape, quads: vectors(shape[0]), stride, offset, stored: storedAs(graph, dtype, root) };
}

/** What the user gives and gets is always float32. */
export function storedAs(graph: PlacedGraph, dtype: 'f32' | 'f16', root: NodeId): 'f32' | 'f16' {
  return root === graph.input || root === graph.places.get(graph.output)!.root ? 'f32' : dtype;
}

/** The expression that loads a vec4f. */
export function load(name: string, index: string, stored: 'f32' | 'f16'): string {
  return stored === 'f32' ? `${name}[${index}]` : `unpack(${name}[${index}])`;
}

export function save(name: string, index: string, value: string, stored: 'f32' | 'f16'): string {
  return `${name}[${index}] = ${stored === 'f32' ? value : `pack(${value})`};`;
}

export function reading(name: string, { id }: View): Operand {
  return { name, kind: 'read', value: id };
}

export function writing(name: string, { id }: View): Operand {
  return { name, kind: 'write', value: id };
}

export function parameter(name: string, packed: Parameter): Operand {
  return { name, kind: 'parameter', parameter: packed };
}

export function u32(value: number): Field {
  return { u32: value };
}

/** `input_stride` and `input_offset`. */
export function placeFields(name: string, { stride, offset }: View): Readonly<Record<string, Field>> {
  return { [`${name}_stride`]: u32(stride), [`${name}_offset`]: u32(offset) };
}

export function inputFields(view: View): Readonly<Record<string, Field>> {
  return { height: u32(view.shape[1]), width: u32(view.shape[2]), ...placeFields('input', view) };
}
