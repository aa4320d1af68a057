import type { Fault } from './operator.ts';
import { fault } from './operator.ts';
import type { BinaryOperator, FunctionName, Symbolic } from './symbolic.ts';
import type { Value } from './value.ts';
import { bool, constant, float, int, isNumber, showValue, typeName } from './value.ts';

/** Applies an operator. Integers are exact: a remainder or a number beyond 2⁵³ is a fault, never a rounding. */
export function applyBinary(operator: BinaryOperator, left: Value, right: Value): Value | Fault {
  switch (operator) {
    case 'and':
    case 'or': {
      const wrong = left.type !== 'bool' ? left : right;
      if (left.type !== 'bool' || right.type !== 'bool')
        return mustBe(`the operand of \`${operator}\``, 'a bool', wrong);
      const value = operator === 'and' ? left.value && right.value : left.value || right.value;
      return bool(value, symbolicBinary(operator, left, right, value));
    }
    case '==':
    case '!=': {
      const equal = sameValue(left, right);
      if (equal === undefined)
        return mustBe(`the right side of \`${operator}\``, `a ${typeName(left)}`, right);
      const value = equal === (operator === '==');
      // Emitted code has no blocks to compare: each block that a parameter holds has code of its own.
      return bool(
        value,
        left.type === 'block' ? constant(value) : symbolicBinary(operator, left, right, value),
      );
    }
    default:
      return applyNumeric(operator, left, right);
  }
}

function applyNumeric(operator: BinaryOperator, left: Value, right: Value): Value | Fault {
  if (!isNumber(left)) return mustBe(`the left side of \`${operator}\``, 'a number', left);
  if (!isNumber(right)) return mustBe(`the right side of \`${operator}\``, 'a number', right);
  const exact = left.type === 'int' && right.type === 'int';
  const [a, b] = [left.value, right.value];
  if (['/', '//', '%'].includes(operator) && b === 0) return fault('value/division-by-zero', {});
  if (operator === '/' && exact && a % b !== 0) return fault('value/inexact-division', { left: a, right: b });
  const result = numericResult(operator, a, b);
  const symbolic = symbolicBinary(operator, left, right, result);
  if (typeof result === 'boolean') return bool(result, symbolic);
  if (!Number.isFinite(result) || (exact && !Number.isSafeInteger(result)))
    return fault('value/overflow', {});
  const value = result === 0 ? 0 : result; // never −0
  return exact ? int(value, symbolic) : float(value, symbolic);
}

function numericResult(operator: BinaryOperator, a: number, b: number): number | boolean {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '//':
      return Math.floor(a / b);
    case '%':
      return a - b * Math.floor(a / b);
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw new Error(`not a numeric operator: ${operator}`);
  }
}

/** Undefined where the two cannot be compared. */
function sameValue(left: Value, right: Value): boolean | undefined {
  if (isNumber(left) && isNumber(right)) return left.value === right.value;
  if (left.type === 'block' && right.type === 'block')
    return left.block.declaration === right.block.declaration;
  if (left.type === 'list' && right.type === 'list') {
    if (left.items.length !== right.items.length) return false;
    return left.items.every((item, position) => sameValue(item, right.items[position]!) === true);
  }
  if ((left.type === 'bool' && right.type === 'bool') || (left.type === 'string' && right.type === 'string'))
    return left.value === right.value;
  return undefined;
}

export function symbolicBinary(
  operator: BinaryOperator,
  left: { readonly symbolic: Symbolic },
  right: { readonly symbolic: Symbolic },
  result: number | boolean,
): Symbolic {
  if (left.symbolic.kind === 'constant' && right.symbolic.kind === 'constant') return constant(result);
  return { kind: 'binary', operator, left: left.symbolic, right: right.symbolic };
}

export function negate(operand: Value): Value | Fault {
  if (!isNumber(operand)) return mustBe('the operand of `-`', 'a number', operand);
  const value = operand.value === 0 ? 0 : -operand.value;
  const symbolic: Symbolic =
    operand.symbolic.kind === 'constant'
      ? constant(value)
      : { kind: 'unary', operator: '-', operand: operand.symbolic };
  return operand.type === 'int' ? int(value, symbolic) : float(value, symbolic);
}

export function invert(operand: Value): Value | Fault {
  if (operand.type !== 'bool') return mustBe('the operand of `not`', 'a bool', operand);
  const symbolic: Symbolic =
    operand.symbolic.kind === 'constant'
      ? constant(!operand.value)
      : { kind: 'unary', operator: 'not', operand: operand.symbolic };
  return bool(!operand.value, symbolic);
}

/** `min(a, b, …)`, `max(a, b, …)`, `sum(list)`, `len(list)`, `round_to(value, divisor)`. */
export function applyFunction(name: FunctionName, given: readonly Value[]): Value | Fault {
  if (name === 'len') {
    const [list] = given;
    if (given.length !== 1 || list?.type !== 'list') return mustBe('the argument of `len`', 'one list', list);
    return int(list.items.length);
  }
  const [first] = given;
  const operands = given.length === 1 && first?.type === 'list' ? first.items : given;
  const wrong = operands.find((operand) => !isNumber(operand));
  if (wrong !== undefined || operands.length === 0)
    return mustBe(`the arguments of \`${name}\``, 'numbers', wrong);
  const numbers = operands.filter(isNumber);
  const values = numbers.map(({ value }) => value);
  const exact = numbers.every(({ type }) => type === 'int');
  // Of one number that is no list, the number itself: in emitted code, what is alone is a list.
  if (given.length === 1 && isNumber(first!) && name !== 'round_to') return first;
  let result: number;
  if (name === 'round_to') {
    const [value, divisor] = values;
    if (values.length !== 2 || (!exact && !Number.isInteger(divisor)) || divisor! < 1)
      return mustBe('the arguments of `round_to`', 'a number and a positive whole divisor', given[1]);
    result = roundTo(value!, divisor!);
  } else if (name === 'sum') result = values.reduce((total, value) => total + value, 0);
  else
    result = values.reduce((best, value) => (name === 'min' ? Math.min(best, value) : Math.max(best, value)));
  const isConstant = numbers.every(({ symbolic }) => symbolic.kind === 'constant');
  const symbolic: Symbolic = isConstant
    ? constant(result)
    : { kind: 'call', name, arguments: given.map((operand) => operand.symbolic) };
  if (!Number.isFinite(result) || (exact && !Number.isSafeInteger(result)))
    return fault('value/overflow', {});
  return exact || name === 'round_to' ? int(result, symbolic) : float(result, symbolic);
}

/**
 * The nearest multiple of the divisor, halves up, but never more than 10 % below the value: `_make_divisible` of MobileNet and
 * its successors.
 */
function roundTo(value: number, divisor: number): number {
  const rounded = Math.max(divisor, Math.floor((value + divisor / 2) / divisor) * divisor);
  return rounded < 0.9 * value ? rounded + divisor : rounded;
}

function mustBe(what: string, expected: string, actual: Value | undefined): Fault {
  return fault('value/type', {
    what,
    expected,
    actual: actual === undefined ? 'nothing' : showValue(actual),
  });
}
