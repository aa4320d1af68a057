import type { BinaryOperator } from '../parser/ast.ts';

/**
 * Where a number came from, in terms of the block's own parameters, so that emitted code can say `width * expansion`
 * where the source did. It never decides anything: the number beside it does.
 */
export type Symbolic =
  | { readonly kind: 'constant'; readonly value: Constant }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'local'; readonly name: string } // a `let`
  | { readonly kind: 'index'; readonly name: string } // a repeat's variable, or a stage's `index`
  /** `in.channels`: of the value before the statement. `join.channels`: of the residual path that a shortcut must reach. */
  | { readonly kind: 'dimension'; readonly of: 'in' | 'join'; readonly axis: Axis }
  | { readonly kind: 'list'; readonly items: readonly Symbolic[] }
  | { readonly kind: 'element'; readonly list: Symbolic; readonly index: Symbolic }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Symbolic }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Symbolic;
      readonly right: Symbolic;
    }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly arguments: readonly Symbolic[] }
  | { readonly kind: 'block'; readonly name: string; readonly arguments: readonly SymbolicArgument[] };

export interface SymbolicArgument {
  readonly name: string;
  readonly value: Symbolic;
}

export type { BinaryOperator };

export type Constant = number | boolean | string;
export type Axis = 'channels' | 'height' | 'width';
export type UnaryOperator = '-' | 'not';
export type FunctionName = 'min' | 'max' | 'sum' | 'len' | 'round_to';

/** The symbolics directly inside one. */
export function partsOf(symbolic: Symbolic): readonly Symbolic[] {
  switch (symbolic.kind) {
    case 'list':
      return symbolic.items;
    case 'element':
      return [symbolic.list, symbolic.index];
    case 'unary':
      return [symbolic.operand];
    case 'binary':
      return [symbolic.left, symbolic.right];
    case 'call':
      return symbolic.arguments;
    case 'block':
      return symbolic.arguments.map(({ value }) => value);
    case 'constant':
    case 'parameter':
    case 'local':
    case 'index':
    case 'dimension':
      return [];
  }
}

/** A symbolic and everything inside it. */
export function everyPart(symbolic: Symbolic): readonly Symbolic[] {
  return [symbolic, ...partsOf(symbolic).flatMap(everyPart)];
}

/** The names of the parameters that a symbolic mentions. */
export function parametersIn(symbolic: Symbolic): readonly string[] {
  return everyPart(symbolic).flatMap((part) => (part.kind === 'parameter' ? [part.name] : []));
}
