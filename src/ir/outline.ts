import type { Location } from '../diagnostics/diagnostic.ts';
import type { NodeId } from './graph.ts';
import type { OperatorKind } from './operators.ts';
import type { Symbolic, SymbolicArgument } from './symbolic.ts';

/**
 * The network as its author structured it: a definition per block, steps in the order of the source. It is made by merging
 * what elaboration did in every instance of a block, so a branch that no instance took is gone, and what all instances
 * agree on is decided. Definitions come before those that call them.
 */
export interface Outline {
  readonly definitions: readonly Definition[];
  readonly main: Definition;
  /** The label of the network's input, where a later step names it. */
  readonly input: string | undefined;
  /** Parameters of the network that decided which branch of an `if` it took: another value may be another network. */
  readonly decided: ReadonlySet<string>;
}

export interface Definition {
  /** The block's name; unique in the outline (`bottleneck_2` where instances of one block differ in structure). */
  readonly name: string;
  readonly documentation: string | undefined;
  /** Parameters that hold blocks are gone: each definition knows what it calls. */
  readonly parameters: readonly DefinitionParameter[];
  readonly steps: Steps;
}

export interface DefinitionParameter {
  readonly name: string;
  /** Undefined where callers must pass it. A network's parameters have what the network was compiled with. */
  readonly default: Symbolic | undefined;
}

/** Text with holes: `denselayer{i + 1}` is ['denselayer', i + 1]; a plain label has one part. */
export type LabelTemplate = readonly (string | Symbolic)[];

interface StepCommon {
  readonly documentation: string | undefined;
  readonly source: Location;
  /** The label as a value's name, where a later `from`, `add`, `multiply` or `concat` in this definition uses it. */
  readonly value: string | undefined;
  /** The path segment that tensors below get; undefined where the statement adds none. */
  readonly label: LabelTemplate | undefined;
}

export type Step = StepCommon & StepVariant<string, Steps>;

/** An interface, so that steps may hold steps. */
export interface Steps extends ReadonlyArray<Step> {}

/** `C` is how a call names its block: by name in an outline, by reference while it is made. `L` is a list of steps. */
export type StepVariant<C, L> =
  | {
      readonly kind: 'operator';
      readonly op: OperatorKind;
      /** Where each attribute came from; one that neither the statement mentions nor follows from it is absent. */
      readonly attributes: Readonly<Record<string, SymbolicAttribute>>;
      /** For joins: the named values, beside the current one. */
      readonly values: readonly string[];
      /** The nodes that this step made, over all instances. They agree on every attribute without a symbolic. */
      readonly nodes: readonly NodeId[];
    }
  | { readonly kind: 'call'; readonly callee: C; readonly arguments: readonly SymbolicArgument[] }
  | {
      readonly kind: 'stage';
      /** False where the label has holes: then the block's number is not appended. */
      readonly numbered: boolean;
      readonly count: Symbolic;
      readonly callee: C;
      readonly arguments: readonly SymbolicArgument[];
      /** Arguments that only the first or the last block gets, with what the others have instead. */
      readonly special: readonly SpecialArgument[];
    }
  | {
      readonly kind: 'repeat';
      readonly numbered: boolean;
      readonly variable: string;
      readonly count: Symbolic;
      readonly body: L;
    }
  | { readonly kind: 'residual'; readonly path: L; readonly shortcut: Shortcut<L> }
  | { readonly kind: 'gate'; readonly body: L }
  | { readonly kind: 'branches'; readonly join: JoinKind; readonly paths: readonly Branch<L>[] }
  | { readonly kind: 'group'; readonly name: string; readonly body: L } // label: { … }, stem, head
  /** Decided differently in different instances. */
  | {
      readonly kind: 'if';
      readonly condition: Symbolic;
      readonly consequent: L;
      readonly alternative: L;
    }
  | { readonly kind: 'from'; readonly name: string }
  | { readonly kind: 'let'; readonly name: string; readonly symbolic: Symbolic };

export type JoinKind = 'add' | 'multiply' | 'concat';

export interface Branch<L = Steps> {
  readonly label: LabelTemplate | undefined;
  readonly steps: L;
}

export interface SpecialArgument {
  readonly name: string;
  readonly on: 'first' | 'last';
  readonly value: Symbolic;
  /** Undefined where the block has no default for it. */
  readonly otherwise: Symbolic | undefined;
}

export interface Shortcut<L = Steps> {
  /** `none` adds nothing: the path's result is the value. `identity` adds the input as it is. */
  readonly kind: 'none' | 'identity' | 'path';
  /** For a path: in every instance, or only where the shapes differ (instances differ, so the code must ask). */
  readonly when: 'always' | 'shapes-differ';
  readonly label: LabelTemplate | undefined;
  readonly steps: L;
}

/** A scalar, or one symbolic for each extent of a pair or of pads. */
export type SymbolicAttribute = Symbolic | readonly Symbolic[];
