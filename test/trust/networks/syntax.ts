import type { Span } from '../../../src/diagnostics/diagnostic.ts';
import { printExpression } from '../../../src/format/print-expression.ts';
import type * as ast from '../../../src/parser/ast.ts';

/*
 * Short ways to write syntax trees. Spans stand for no place in a text, but differ: rnc tells statements apart by them.
 */

let places = 0;
export const span = (): Span => ({ start: ++places, end: places });

export const name = (text: string): ast.Name => ({ text, span: span() });

// Expressions

export const int = (value: number): ast.Expression =>
  value < 0 ? negative(int(-value)) : { kind: 'integer', value, text: String(value), span: span() };

/** A float by its spelling: `1e-05`. */
export const float = (text: string): ast.Expression => ({
  kind: 'float',
  value: Number(text),
  text,
  span: span(),
});

export const bool = (value: boolean): ast.Expression => ({ kind: 'boolean', value, span: span() });
export const string = (value: string): ast.Expression => ({ kind: 'string', value, span: span() });
export const ref = (text: string): ast.Expression => ({ kind: 'name', name: text, span: span() });
export const list = (...items: readonly ast.Expression[]): ast.Expression => ({
  kind: 'list',
  items,
  span: span(),
});
export const tuple = (...items: readonly ast.Expression[]): ast.Expression => ({
  kind: 'tuple',
  items,
  span: span(),
});

export const member = (object: 'in' | 'join', text: string): ast.Expression => ({
  ...{ kind: 'member', object: name(object), member: name(text), span: span() },
});

export const extent = (...items: readonly ast.Expression[]): ast.Expression => ({
  ...{ kind: 'extent', items, span: span() },
});

export const element = (of: ast.Expression, index: ast.Expression): ast.Expression => ({
  ...{ kind: 'index', list: of, index, span: span() },
});

export const negative = (operand: ast.Expression): ast.Expression => ({
  ...{ kind: 'unary', operator: '-', operand, span: span() },
});

export const not = (operand: ast.Expression): ast.Expression => ({
  ...{ kind: 'unary', operator: 'not', operand, span: span() },
});

export const binary = (
  left: ast.Expression,
  operator: ast.BinaryOperator,
  right: ast.Expression,
): ast.Expression => ({ kind: 'binary', operator, operatorSpan: span(), left, right, span: span() });

/** A function's result, or a block with some of its arguments. */
export const call = (callee: string, ...given: readonly ast.Argument[]): ast.Expression => ({
  ...{ kind: 'call', callee: name(callee), arguments: given, span: span() },
});

/** A function of numbers. */
export const apply = (callee: string, ...values: readonly ast.Expression[]): ast.Expression =>
  call(callee, ...values.map((value) => argument(value)));

export const argument = (value: ast.Expression, of?: string): ast.Argument => ({
  ...{ name: of === undefined ? undefined : name(of), value, span: span() },
});

/** `stride 2` of an operator: what begins with a sign or a bracket would be read as something else. */
export function named(of: string, value: ast.Expression): ast.Argument {
  if (value.kind === 'tuple') return argument(call(of, ...value.items.map((item) => argument(item))));
  return argument(/^[\w"]/.test(printExpression(value)) ? value : withWordInFront(value), of);
}

/** The same value, in a spelling that begins with a word. */
function withWordInFront(value: ast.Expression): ast.Expression {
  const isBool = value.kind === 'binary' && !['+', '-', '*', '/', '//', '%'].includes(value.operator);
  if (isBool) return binary(bool(true), 'and', value);
  if (value.kind !== 'extent') return apply('sum', value);
  const [first, ...rest] = value.items;
  return extent(apply('sum', first!), ...rest);
}

// Statements

export const body = (statements: readonly ast.Statement[]): ast.Body => ({
  ...{ kind: 'body', statements, span: span() },
});

export const statement = (variant: ast.StatementVariant): ast.Statement => ({
  ...{ label: undefined, documentation: undefined, span: span() },
  ...variant,
});

export const operator = (op: string, ...given: readonly ast.Argument[]): ast.Statement =>
  statement({ kind: 'operator', operator: name(op), arguments: given });

export const label = (...parts: readonly (string | ast.Expression)[]): ast.Label => ({ parts, span: span() });

export const letting = (text: string, value: ast.Expression): ast.Statement =>
  statement({ kind: 'let', name: name(text), value });

export const invocation = (callee: string, given: readonly ast.Argument[]): ast.Invocation => ({
  ...{ kind: 'invocation', callee: name(callee), arguments: given, span: span() },
});
