import type { Code, ParametersOf } from '../diagnostics/catalogue.ts';
import type { Initializer, TensorRole } from './graph.ts';
import type { Pads, Pair, Shape, Window } from './shape.ts';

/**
 * What one operator is: its arguments, its shape rule, the tensors it owns and what it costs. An operator is one file in
 * `ops/` and one line in `operators.ts`; everything else that differs by operator is a target's table.
 */
export interface Operator<S extends AttributeSpecs = AttributeSpecs> {
  /** One sentence, for hovers and the reference. */
  readonly summary: string;
  readonly attributes: S;
  /** Arguments as they are usually written, offered where they are missing. */
  readonly usual?: string;
  /** The same as attributes: what the check goes on with once it has said that they are missing. */
  readonly assumed?: Readonly<Record<string, Pair | boolean>>;
  /** How many values it joins: 1, or 'many' for add, multiply and concat. */
  readonly inputs: 1 | 'many';
  infer(attributes: Attributes<S>, inputs: readonly Shape[]): Shape | Fault;
  tensors?(attributes: Attributes<S>, inputs: readonly Shape[]): readonly TensorSpec[];
  /** Multiply-accumulates at batch 1; only convolutions and linear layers count, as in torchvision and fvcore. */
  macs?(attributes: Attributes<S>, inputs: readonly Shape[], output: Shape): number;
  /** Of an operator that slides a window: what receptive fields and strides follow from. */
  window?(attributes: Attributes<S>): Window;
  /** Of an operator that enlarges the map: by what, and how many neighbouring inputs one output reads along an axis. */
  enlarges?(attributes: Attributes<S>): { readonly scale: Pair; readonly reads: number };
  /** Elementwise non-linear: what makes a chain of convolutions more than one linear map. */
  readonly activation?: boolean;
}

export interface TensorSpec {
  /** The last part of the tensor's name; empty where the node's path is the whole name. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: TensorRole;
  readonly init: Initializer;
}

/** A rule that the attributes or shapes break; `argument` names the one to point at. */
export interface Fault<C extends Code = Code> {
  readonly code: C;
  readonly parameters: ParametersOf<C>;
  readonly argument?: string;
}

export function fault<C extends Code>(code: C, parameters: ParametersOf<C>, argument?: string): Fault {
  return { code, parameters, ...(argument === undefined ? {} : { argument }) } as unknown as Fault;
}

export function isFault(result: Shape | Fault): result is Fault {
  return 'code' in result;
}

interface SpecCommon {
  /** Given without its name, in the order of the table. */
  readonly positional?: true;
  /** A sentence for hovers and the reference. */
  readonly summary: string;
}

export type AttributeSpec = SpecCommon &
  (
    | { readonly type: 'extent'; readonly unless?: string } // 3x3 or 3; required, unless that flag is given
    | { readonly type: 'pair'; readonly default: number | 'kernel'; readonly min: number }
    | { readonly type: 'padding'; readonly default: 'half' | 'half if odd' | 0 }
    | { readonly type: 'integer'; readonly default?: number; readonly min: number }
    | { readonly type: 'number'; readonly default?: number; readonly min: number; readonly max: number }
    | { readonly type: 'flag'; readonly default: boolean }
    | { readonly type: 'choice'; readonly choices: readonly string[]; readonly default: string }
  );

export type AttributeSpecs = Readonly<Record<string, AttributeSpec>>;

type AttributeValue<S extends AttributeSpec> = S extends { type: 'extent' | 'pair' }
  ? Pair
  : S extends { type: 'padding' }
    ? Pads
    : S extends { type: 'integer' | 'number' }
      ? number
      : S extends { type: 'flag' }
        ? boolean
        : S extends { choices: readonly (infer C)[] }
          ? C
          : never;

export type Attributes<S extends AttributeSpecs> = { readonly [K in keyof S]: AttributeValue<S[K]> };

/** An attribute by a name that a user wrote, which may be `constructor`. */
export function specOf(attributes: AttributeSpecs, name: string): AttributeSpec | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

/** Keeps the attribute table's literal types, which node types derive from. */
export function operator<const S extends AttributeSpecs>(definition: Operator<S>): Operator<S> {
  return definition;
}
