/** The part of Python's syntax that emitted classes are made of. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly float: boolean }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'formatted'; readonly parts: readonly (string | Expression)[] } // f"{a}_{b}"
  | { readonly kind: 'constant'; readonly value: boolean | undefined } // True, False, None
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'subscript'; readonly of: Expression; readonly items: readonly Subscript[] }
  | { readonly kind: 'call'; readonly callee: Expression; readonly arguments: readonly Argument[] }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'dictionary'; readonly entries: readonly DictionaryEntry[] }
  /** `key` is undefined in a generator. */
  | {
      readonly kind: 'comprehension';
      readonly key: Expression | undefined;
      readonly element: Expression;
      readonly variable: string;
      readonly over: Expression;
    }
  | { readonly kind: 'starred'; readonly of: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly consequent: Expression;
      readonly alternative: Expression;
    };

/** `:`, `:1`, or an index. */
export type Subscript =
  | { readonly slice: true; readonly end: Expression | undefined }
  | { readonly slice: false; readonly index: Expression };

/** `key: value`, or `**value` without a key. */
export interface DictionaryEntry {
  readonly key: Expression | undefined;
  readonly value: Expression;
}

export interface Argument {
  readonly name: string | undefined;
  readonly value: Expression;
}

export type PythonStatement =
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'assign'; readonly target: Expression; readonly value: Expression }
  | { readonly kind: 'extend'; readonly target: Expression; readonly value: Expression } // +=
  | { readonly kind: 'return'; readonly value: Expression }
  | {
      readonly kind: 'for';
      readonly variable: string;
      readonly over: Expression;
      readonly body: readonly PythonStatement[];
    }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly consequent: readonly PythonStatement[];
      readonly alternative: readonly PythonStatement[];
    };

export interface PythonParameter {
  readonly name: string;
  readonly default: Expression | undefined;
}

export interface PythonFunction {
  readonly parameters: readonly PythonParameter[];
  readonly body: readonly PythonStatement[];
}

export interface PythonClass {
  readonly name: string;
  readonly base: 'Module' | 'Sequential';
  readonly methods: ReadonlyMap<string, PythonFunction>;
}

/** What the reader of emitted code does not know, or what Python would raise: either way the code is not proven. */
export class Unproven extends Error {}
