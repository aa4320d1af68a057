import { functionNames } from '../linking/names.ts';
import type { Argument, Expression, ExpressionOf } from '../parser/ast.ts';
import { notPrecedence, precedence } from '../parser/precedence.ts';
import { escapeString } from '../parser/strings.ts';

/** How strongly what stands there must hold together to need no parentheses; `precedence` has the levels between. */
const weakest = 0;
const strongest = 8;
const signed = 7;

/** An expression with no more parentheses than it needs. */
export function printExpression(expression: Expression): string {
  return print(expression, weakest);
}

function print(expression: Expression, level: number): string {
  const text = printBare(expression);
  return levelOf(expression) < level ? `(${text})` : text;
}

function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case 'extent':
      return precedence.x;
    case 'binary':
      return precedence[expression.operator];
    case 'unary':
      return expression.operator === '-' ? signed : notPrecedence;
    case 'integer':
    case 'float':
    case 'boolean':
    case 'string':
    case 'name':
    case 'member':
    case 'list':
    case 'tuple':
    case 'index':
    case 'call':
    case 'invalid':
      return strongest;
  }
}

function printBare(expression: Expression): string {
  switch (expression.kind) {
    case 'integer':
    case 'float':
      return expression.text;
    case 'boolean':
      return String(expression.value);
    case 'string':
      return `"${escapeString(expression.value)}"`;
    case 'name':
      return expression.name;
    case 'member':
      return `${expression.object.text}.${expression.member.text}`;
    case 'list':
      return `[${expression.items.map(printExpression).join(', ')}]`;
    case 'tuple':
      return `(${expression.items.map(printExpression).join(', ')})`;
    case 'extent':
      return printExtent(expression.items);
    case 'index':
      return `${print(expression.list, strongest)}[${printExpression(expression.index)}]`;
    case 'call':
      return `${expression.callee.text}(${printCallArguments(expression.arguments)})`;
    case 'unary':
      return printUnary(expression);
    case 'binary':
      return printBinary(expression);
    case 'invalid':
      return '';
  }
}

/** `3x3` as kernels are written, `3 x 224 x 224` and `k x k` as everything else; `0x10` would be a hexadecimal number. */
function printExtent(items: readonly Expression[]): string {
  const texts = items.map((item) => print(item, precedence.x + 1));
  const isKernel = items.length === 2 && items.every(({ kind }) => kind === 'integer') && texts[0] !== '0';
  return texts.join(isKernel ? 'x' : ' x ');
}

function printUnary({ operator, operand }: ExpressionOf<'unary'>): string {
  return operator === '-' ? `-${print(operand, signed)}` : `not ${print(operand, notPrecedence)}`;
}

function printBinary({ operator, left, right }: ExpressionOf<'binary'>): string {
  const before = print(left, precedence[operator]);
  const behind = print(right, precedence[operator] + 1);
  return operator === '//' ? printDivision(before, behind) : `${before} ${operator} ${behind}`;
}

/** `//` divides only where words, numbers or brackets touch it on both sides; anywhere else it starts a comment. */
function printDivision(before: string, behind: string): string {
  const dividend = /[\w)\]]$/.test(before) ? before : `(${before})`;
  const divisor = /^[\w(]/.test(behind) ? behind : `(${behind})`;
  return `${dividend}//${divisor}`;
}

/** What stands between a call's parentheses: `64, expansion = 2`. */
export function printCallArguments(given: readonly Argument[]): string {
  return given
    .map(({ name, value }) =>
      name === undefined ? printExpression(value) : `${name.text} = ${printExpression(value)}`,
    )
    .join(', ');
}

/** What stands behind an operator: ` 3x3, 64, stride 2, pad (0, 1, 0, 1)`, with the blank in front. */
export function printOperatorArguments(given: readonly Argument[]): string {
  if (given.length === 0) return '';
  return ` ${given.map(printOperatorArgument).join(', ')}`;
}

function printOperatorArgument({ name, value }: Argument): string {
  if (name !== undefined) return `${name.text} ${printExpression(value)}`;
  // The parser cannot tell `pad (1, 1, 0, 0)` from a call.
  if (value.kind === 'call' && !functionNames.has(value.callee.text))
    return `${value.callee.text} (${printCallArguments(value.arguments)})`;
  return printExpression(value);
}
