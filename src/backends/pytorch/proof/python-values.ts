import type { Shape } from '../../../ir/shape.ts';
import type { Layout } from '../operators/piece.ts';
import { Unproven } from './python-syntax.ts';
import type { TermId } from './terms.ts';

export type PythonValue =
  | { readonly kind: 'number'; readonly value: number; readonly float: boolean }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'list' | 'tuple'; readonly items: PythonValue[] }
  | { readonly kind: 'dictionary'; readonly entries: Map<string, PythonValue> }
  | { readonly kind: 'function'; readonly call: (given: Given) => PythonValue }
  | Tensor
  | Parameter
  | Module;

/** A value in `forward`, of any batch. */
export interface Tensor {
  readonly kind: 'tensor';
  readonly term: TermId;
  readonly shape: Shape;
  readonly layout: Layout;
}

/** `nn.Parameter` of C×1×1. */
export interface Parameter {
  readonly kind: 'parameter';
  readonly shape: readonly number[];
  readonly start: number;
}

/** An `nn.Module`; a class of the file, or one of PyTorch's with tensors and a meaning of its own. */
export interface Module {
  readonly kind: 'module';
  readonly className: string;
  readonly modules: Map<string, Module>;
  readonly parameters: Map<string, Parameter>;
  readonly attributes: Map<string, PythonValue>;
  /** Of PyTorch's own: names and shapes. */
  readonly tensors: readonly (readonly [name: string, shape: readonly number[]])[];
  readonly forward: (input: PythonValue, self: Module) => PythonValue;
}

/** A call's arguments. */
export interface Given {
  readonly items: readonly PythonValue[];
  readonly named: ReadonlyMap<string, PythonValue>;
}

export const none: PythonValue = { kind: 'none' };
export const int = (value: number): PythonValue => ({ kind: 'number', value, float: false });
export const bool = (value: boolean): PythonValue => ({ kind: 'bool', value });

export function integer(value: PythonValue | undefined): number {
  if (value?.kind === 'number' && !value.float) return value.value;
  throw new Unproven(`${value?.kind} is no whole number`);
}

export function number(value: PythonValue | undefined): number {
  if (value?.kind === 'number') return value.value;
  throw new Unproven(`${value?.kind} is no number`);
}

export function truth(value: PythonValue | undefined): boolean {
  if (value?.kind === 'bool') return value.value;
  throw new Unproven(`${value?.kind} is no truth`);
}

export function text(value: PythonValue | undefined): string {
  if (value?.kind === 'string') return value.text;
  throw new Unproven(`${value?.kind} is no text`);
}

export function tensor(value: PythonValue | undefined): Tensor {
  if (value?.kind === 'tensor') return value;
  throw new Unproven(`${value?.kind} is no tensor`);
}

export function moduleOf(value: PythonValue | undefined): Module {
  if (value?.kind === 'module') return value;
  throw new Unproven(`${value?.kind} is no module`);
}

export function itemsOf(value: PythonValue | undefined): PythonValue[] {
  if (value?.kind === 'list' || value?.kind === 'tuple') return value.items;
  throw new Unproven(`${value?.kind} has no items`);
}

/** `3` or `(3, 1)`. */
export function pairOf(value: PythonValue | undefined): readonly [number, number] {
  if (value?.kind !== 'tuple') return [integer(value), integer(value)];
  if (value.items.length !== 2) throw new Unproven('not two numbers');
  return [integer(value.items[0]), integer(value.items[1])];
}

/** A module of one of these kinds, with nothing in it yet. */
export function emptyModule(
  className: string,
  forward: Module['forward'],
  tensors: Module['tensors'] = [],
): Module {
  return {
    ...{ kind: 'module', className, forward, tensors },
    ...{ modules: new Map(), parameters: new Map(), attributes: new Map() },
  };
}
