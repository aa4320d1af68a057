import type { Location } from '../diagnostics/diagnostic.ts';
import type { NodeId } from './graph.ts';
import type { OperatorKind } from './operators.ts';
import type { Symbolic, SymbolicArgument } from './symbolic.ts';

/**
 * The network as its author structured it: a definition per block, steps in the order of the source. It is made by merging what
 * elaboration did in every instance of a block, so a branch that no instance took is gone, and what all instances
 * agree on is decided. Definitions come before the definitions that call them.
 */
export interface Outline {
  readonly definitions: readonly Definition[];
  readonly main: Definition;
}

export interface Definition {
  /** The block's name; unique in the outline (`bottleneck_2` where instances of one block differ in structure). */
  readonly name: string;
  readonly documentation: string | undefined;
  readonly parameters: readonly DefinitionParameter[];
  readonly steps: readonly Step[];
}

export interface DefinitionParameter {
  readonly name: string;
  /** Undefined where callers must pass it. */
  readonly default: Symbolic | undefined;
}

/** Text with holes: `denselayer{i + 1}` is ['denselayer', i + 1, '']; a plain label has one part. */
export type LabelTemplate = readonly (string | Symbolic)[];

interface StepCommon {
  readonly documentation: string | undefined;
  readonly source: Location;
  /** The label as a value's name, where a later `from`, `add`, `multiply` or `concat` in this definition uses it. */
  readonly value: string | undefined;
}

export type Step = StepCommon &
  (
    | {
        readonly kind: 'operator';
        readonly op: OperatorKind;
        /** The path segment that tensors get; undefined for an operator without tensors and without a label. */
        readonly label: LabelTemplate | undefined;
        /** Where each attribute came from; an attribute that the source does not mention is absent. */
        readonly attributes: Readonly<Record<string, SymbolicAttribute>>;
        /** For joins: the named values, beside the current one. */
        readonly values: readonly string[];
        /** The nodes that this step made, over all instances: what they agree on is constant. */
        readonly nodes: readonly NodeId[];
      }
    | {
        readonly kind: 'call';
        readonly label: LabelTemplate | undefined;
        readonly callee: Callee;
        readonly arguments: readonly SymbolicArgument[];
      }
    | {
        readonly kind: 'stage';
        readonly label: LabelTemplate;
        /** True where the label has holes: then the number is not appended. */
        readonly numbered: boolean;
        readonly count: Symbolic;
        /** How many copies each instance made: one entry where they agree. */
        readonly counts: readonly number[];
        readonly callee: Callee;
        readonly arguments: readonly SymbolicArgument[];
        /** Arguments of the first or the last block only, with what the others get. */
        readonly special: readonly {
          readonly name: string;
          readonly on: 'first' | 'last';
          readonly value: Symbolic;
          readonly otherwise: Symbolic;
        }[];
      }
    | {
        readonly kind: 'repeat';
        readonly label: LabelTemplate | undefined;
        readonly numbered: boolean;
        readonly variable: string;
        readonly count: Symbolic;
        readonly body: readonly Step[];
      }
    | {
        readonly kind: 'residual';
        readonly label: LabelTemplate | undefined;
        readonly path: readonly Step[];
        readonly shortcut: Shortcut;
      }
    | { readonly kind: 'gate'; readonly label: LabelTemplate | undefined; readonly body: readonly Step[] }
    | {
        readonly kind: 'branches';
        readonly label: LabelTemplate | undefined;
        readonly join: 'concat' | 'add' | 'multiply';
        readonly paths: readonly {
          readonly label: LabelTemplate | undefined;
          readonly steps: readonly Step[];
        }[];
      }
    | {
        readonly kind: 'group'; // label: { … }, stem { … }, head { … }
        readonly label: LabelTemplate | undefined;
        readonly name: string;
        readonly body: readonly Step[];
      }
    | {
        readonly kind: 'if'; // only where instances differ in what they took
        readonly condition: Symbolic;
        readonly consequent: readonly Step[];
        readonly alternative: readonly Step[];
      }
    | { readonly kind: 'from'; readonly name: string }
    | { readonly kind: 'let'; readonly name: string; readonly symbolic: Symbolic }
  );

export interface Callee {
  /** The definition's name, or the parameter that holds the block. */
  readonly name: string;
  readonly parameter: boolean;
}

export interface Shortcut {
  /** `none` adds nothing: the path's result is the value. `identity` adds the input as it is. */
  readonly kind: 'none' | 'identity' | 'path';
  /** For a path: in every instance, or only where the shapes differ (instances differ, so the code must ask). */
  readonly when: 'always' | 'shapes-differ';
  readonly label: LabelTemplate | undefined;
  readonly steps: readonly Step[];
}

/** A scalar, or one symbolic for each extent of a pair or of pads. */
export type SymbolicAttribute = Symbolic | readonly Symbolic[];
