import type { Span } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';

/** What stands in one file, as written: nothing is looked up and nothing computed. Every node knows its span. */
export interface Module {
  readonly file: SourceFile;
  /** The `///` lines at the top of the file that belong to no declaration. */
  readonly documentation: string | undefined;
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
  /** Names whose declarations have syntax errors: they exist, but nothing is known of them. */
  readonly broken: ReadonlySet<string>;
  readonly span: Span;
}

export interface Name {
  readonly text: string;
  readonly span: Span;
}

export interface Import {
  readonly names: readonly { readonly name: Name; readonly alias: Name | undefined; readonly span: Span }[];
  readonly path: StringText;
  readonly span: Span;
}

export interface StringText {
  readonly text: string;
  readonly span: Span;
}

export type Declaration = BlockDeclaration | NetworkDeclaration;

interface DeclarationCommon {
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly documentation: string | undefined;
  readonly span: Span;
}

export interface BlockDeclaration extends DeclarationCommon {
  readonly kind: 'block';
  readonly body: Body;
}

export interface NetworkDeclaration extends DeclarationCommon {
  readonly kind: 'network';
  /** `network resnet18 = resnet(basic, [2, 2, 2, 2])` has a call, any other a body. */
  readonly definition: Body | Invocation;
}

export interface Parameter {
  readonly name: Name;
  readonly type: TypeAnnotation | undefined;
  readonly default: Expression | undefined;
  readonly documentation: string | undefined;
  readonly span: Span;
}

/** `int`, `block`, `int[4]`, `float[]`, `int[][2]`: outermost list first; undefined where any length goes. */
export interface TypeAnnotation {
  readonly base: Name;
  readonly lengths: readonly (number | undefined)[];
  readonly span: Span;
}

export interface Body {
  readonly kind: 'body';
  readonly statements: readonly Statement[];
  /** With its braces. */
  readonly span: Span;
}

/** A name with parentheses: `bottleneck(64, expansion = 2)`. */
export interface Invocation {
  readonly kind: 'invocation';
  readonly callee: Name;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

export interface Argument {
  /** Undefined for a positional argument. */
  readonly name: Name | undefined;
  readonly value: Expression;
  readonly span: Span;
}

/** Text and holes: `denselayer{i + 1}` has two parts. */
export interface Label {
  readonly parts: readonly (string | Expression)[];
  readonly span: Span;
}

interface StatementCommon {
  readonly label: Label | undefined;
  readonly documentation: string | undefined;
  readonly span: Span;
}

export type Statement = StatementCommon & StatementVariant;

export type StatementVariant =
  | { readonly kind: 'invalid' } // has a syntax error
  | { readonly kind: 'operator'; readonly operator: Name; readonly arguments: readonly Argument[] }
  | { readonly kind: 'call'; readonly call: Invocation }
  | { readonly kind: 'input'; readonly shape: Expression }
  | { readonly kind: 'part'; readonly name: Name; readonly body: Body } // stem, head
  | { readonly kind: 'group'; readonly body: Body } // label: { … }
  | {
      readonly kind: 'stage';
      /** `3 x bottleneck(64)`: an extent of two items, the second a call. */
      readonly blocks: Expression;
      readonly options: readonly StageOption[];
    }
  | { readonly kind: 'repeat'; readonly variable: Name; readonly count: Expression; readonly body: Body }
  | { readonly kind: 'residual'; readonly body: Body; readonly shortcut: Shortcut | undefined }
  | { readonly kind: 'gate'; readonly body: Body }
  | { readonly kind: 'branches'; readonly join: Name; readonly paths: readonly Branch[] }
  | { readonly kind: 'from'; readonly name: Name }
  | { readonly kind: 'let'; readonly name: Name; readonly value: Expression }
  | { readonly kind: 'defaults'; readonly operator: Name; readonly arguments: readonly Argument[] }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly consequent: Body;
      /** An `else if` is a body of one `if` statement. */
      readonly alternative: Body | undefined;
    };

export type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** `, stride 2` behind a stage goes to its first block; `, stride 2 on last` to its last. */
export interface StageOption {
  readonly name: Name;
  readonly value: Expression;
  readonly on: Name | undefined;
  readonly span: Span;
}

export interface Branch {
  readonly label: Label | undefined;
  readonly body: Body;
  readonly span: Span;
}

export interface Shortcut {
  /** `identity`, `zero_pad`, `projection`, `none`; undefined where only a body or an expression is given. */
  readonly form: Name | undefined;
  /** `always` of a projection, `split` of a zero_pad. */
  readonly modifier: Name | undefined;
  /** `shortcut (kind)`: a string that names the form. */
  readonly expression: Expression | undefined;
  readonly body: Body | undefined;
  /** `as downsample` */
  readonly label: Label | undefined;
  readonly span: Span;
}

export type Expression = { readonly span: Span } & (
  | { readonly kind: 'invalid' } // has a syntax error
  | { readonly kind: 'integer'; readonly value: number; readonly text: string }
  | { readonly kind: 'float'; readonly value: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly object: Name; readonly member: Name } // in.channels
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] } // (1, 1, 0, 0); also (a), which is just a
  | { readonly kind: 'extent'; readonly items: readonly Expression[] } // 3 x 224 x 224
  | { readonly kind: 'index'; readonly list: Expression; readonly index: Expression }
  | { readonly kind: 'call'; readonly callee: Name; readonly arguments: readonly Argument[] }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly operatorSpan: Span;
      readonly left: Expression;
      readonly right: Expression;
    }
);

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '%'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'and'
  | 'or';
