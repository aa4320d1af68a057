import type { BinaryOperator } from './ast.ts';

/** How strongly an operator binds; those of one level associate to the left. */
export const precedence: Readonly<Record<BinaryOperator | 'x' | '×', number>> = {
  x: 0,
  '×': 0,
  or: 1,
  and: 2,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '//': 6,
  '%': 6,
};

/** `not a == b` is `not (a == b)`. */
export const notPrecedence = 3;
