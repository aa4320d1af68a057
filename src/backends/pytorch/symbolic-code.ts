import { numberLiteral } from '../../emission/number-literal.ts';
import { floatLiteral, stringLiteral } from '../../emission/python.ts';
import type { BinaryOperator, Constant, Symbolic } from '../../ir/symbolic.ts';
import { everyPart } from '../../ir/symbolic.ts';

/** What the names of a symbolic are called where its code stands. */
export interface Scope {
  readonly nameOf: (
    part: Extract<Symbolic, { kind: 'parameter' | 'local' | 'index' | 'dimension' }>,
  ) => string;
  /** Whether it is a float: `/` on whole numbers is `//`, since it leaves no remainder. */
  readonly isFloat: (symbolic: Symbolic) => boolean;
}

/** Python for a symbolic, in parentheses where an operator that binds as tightly as `minimum` stands beside it. */
export function symbolicCode(symbolic: Symbolic, scope: Scope, minimum = 0): string {
  switch (symbolic.kind) {
    case 'constant':
      return constantCode(symbolic.value);
    case 'parameter':
    case 'local':
    case 'index':
    case 'dimension':
      return scope.nameOf(symbolic);
    case 'list':
      return tuple(symbolic.items.map((item) => symbolicCode(item, scope)));
    case 'element':
      return `${symbolicCode(symbolic.list, scope, 9)}[${symbolicCode(symbolic.index, scope)}]`;
    case 'unary': {
      const isNot = symbolic.operator === 'not';
      const precedence = isNot ? 3 : 8;
      const code = `${isNot ? 'not ' : '-'}${symbolicCode(symbolic.operand, scope, precedence)}`;
      return precedence < minimum ? `(${code})` : code;
    }
    case 'binary':
      return binary(symbolic, scope, minimum);
    case 'call': {
      const given = symbolic.arguments.map((argument) => symbolicCode(argument, scope));
      const sumOfSeveral = symbolic.name === 'sum' && given.length > 1;
      return `${symbolic.name}(${sumOfSeveral ? tuple(given) : given.join(', ')})`;
    }
    case 'block':
      throw new Error('a block is no value of the emitted code');
  }
}

export function constantCode(value: Constant, float = false): string {
  if (typeof value === 'number') return float ? floatLiteral(value) : numberLiteral(value);
  if (typeof value === 'string') return stringLiteral(value);
  return value ? 'True' : 'False';
}

export function tuple(items: readonly string[]): string {
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

/** Whether the code of a symbolic calls the function that the module then has to define. */
export function callsRoundTo(symbolic: Symbolic): boolean {
  return everyPart(symbolic).some((part) => part.kind === 'call' && part.name === 'round_to');
}

const operators: Readonly<Record<BinaryOperator, readonly [text: string, precedence: number]>> = {
  or: ['or', 1],
  and: ['and', 2],
  '==': ['==', 4],
  '!=': ['!=', 4],
  '<': ['<', 4],
  '<=': ['<=', 4],
  '>': ['>', 4],
  '>=': ['>=', 4],
  '+': ['+', 6],
  '-': ['-', 6],
  '*': ['*', 7],
  '/': ['/', 7],
  '//': ['//', 7],
  '%': ['%', 7],
};

function binary(symbolic: Extract<Symbolic, { kind: 'binary' }>, scope: Scope, minimum: number): string {
  const [text, precedence] = operators[symbolic.operator];
  const whole = symbolic.operator === '/' && !scope.isFloat(symbolic.left) && !scope.isFloat(symbolic.right);
  // Python chains comparisons: a == b == c is not (a == b) == c.
  const left = symbolicCode(symbolic.left, scope, precedence === 4 ? 5 : precedence);
  const right = symbolicCode(symbolic.right, scope, precedence + 1);
  const code = `${left} ${whole ? '//' : text} ${right}`;
  return precedence < minimum ? `(${code})` : code;
}
export function isConstant(symbolic: Symbolic): boolean {
  return symbolic.kind === 'constant' || (symbolic.kind === 'list' && symbolic.items.every(isConstant));
}
