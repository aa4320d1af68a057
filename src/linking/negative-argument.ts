import type * as ast from '../parser/ast.ts';

/**
 * `stride -1` reads as a difference: what an argument called `stride` is, where no value is. Undefined for all that is no difference of
 * a name and something else.
 */
export function negativeArgument(
  value: ast.Expression,
): { readonly name: ast.Name; readonly value: ast.Expression } | undefined {
  if (value.kind !== 'binary' || value.operator !== '-' || value.left.kind !== 'name') return undefined;
  const { left, right } = value;
  return {
    name: { text: left.name, span: left.span },
    value: { kind: 'unary', operator: '-', operand: right, span: right.span },
  };
}
