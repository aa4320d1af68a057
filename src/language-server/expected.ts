import type { OperatorKind } from '../ir/operators.ts';

/** What may stand where the cursor is. */
export type Expected =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'declaration' }
  | {
      readonly kind: 'statement';
      readonly labelled: boolean;
      /** Behind a `{` that may begin a label: `{index}: …`. */
      readonly mayBeHole: boolean;
      /** What may continue the statement before it. */
      readonly goesOn: readonly string[];
    }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'value' }
  | { readonly kind: 'member'; readonly of: string }
  | { readonly kind: 'type' }
  | { readonly kind: 'label' }
  | { readonly kind: 'operator' }
  | { readonly kind: 'callee'; readonly of: 'block' | 'network' }
  | ({ readonly kind: 'attribute' } & OperatorArguments)
  | ({ readonly kind: 'argument' } & CallArguments)
  /** `stage 3 x unit(64), ‸` */
  | { readonly kind: 'stage option'; readonly callee: string; readonly given: readonly string[] }
  | { readonly kind: 'imported name'; readonly given: readonly string[] }
  | { readonly kind: 'import path' };

export interface OperatorArguments {
  readonly operator: OperatorKind;
  readonly given: readonly string[];
  /** How many stand before this one without a name. */
  readonly positional: number;
  /** `init ‸`: the argument whose value comes. */
  readonly name: string | undefined;
}

export interface CallArguments {
  readonly callee: string;
  readonly given: readonly string[];
  readonly positional: number;
  /** `stride = ‸` */
  readonly name: string | undefined;
}
