import { stringLiteral } from '../../emission/javascript.ts';
import { numberLiteral } from '../../emission/number-literal.ts';
import type { BinaryOperator, Constant, Symbolic } from '../../ir/symbolic.ts';
import { everyPart } from '../../ir/symbolic.ts';

/** What the names of a symbolic are called in the emitted function. */
export interface Scope {
  /** A parameter, a `let` or an index, as code. */
  readonly nameOf: (kind: 'parameter' | 'local' | 'index', name: string) => string;
  /** The variable that holds the value before the statement, and the one that holds a residual path's result. */
  readonly current: string;
  readonly join: string | undefined;
}

/** Functions that emitted code may call and that its module then has to define. */
export type Support = 'roundTo' | 'modulo';

/** The functions that a symbolic's code calls. `%` is never negative in a spec, but may be in JavaScript. */
export function supportFor(symbolic: Symbolic): readonly Support[] {
  return everyPart(symbolic).flatMap((part): readonly Support[] => {
    if (part.kind === 'call' && part.name === 'round_to') return ['roundTo'];
    return part.kind === 'binary' && part.operator === '%' ? ['modulo'] : [];
  });
}

/** JavaScript for a symbolic. */
export function symbolicCode(symbolic: Symbolic, scope: Scope): string {
  return write(symbolic, scope, 0);
}

export function constantCode(value: Constant): string {
  if (typeof value === 'number') return numberLiteral(value);
  return typeof value === 'string' ? stringLiteral(value) : String(value);
}

const operators: Readonly<Record<BinaryOperator, readonly [text: string, precedence: number]>> = {
  or: ['||', 1],
  and: ['&&', 2],
  '==': ['===', 3],
  '!=': ['!==', 3],
  '<': ['<', 4],
  '<=': ['<=', 4],
  '>': ['>', 4],
  '>=': ['>=', 4],
  '+': ['+', 5],
  '-': ['-', 5],
  '*': ['*', 6],
  '/': ['/', 6],
  '//': ['/', 6],
  '%': ['%', 6],
};

function write(symbolic: Symbolic, scope: Scope, minimum: number): string {
  switch (symbolic.kind) {
    case 'constant':
      return constantCode(symbolic.value);
    case 'parameter':
    case 'local':
    case 'index':
      return scope.nameOf(symbolic.kind, symbolic.name);
    case 'dimension':
      return `nn.${symbolic.axis}(${symbolic.of === 'join' ? (scope.join ?? scope.current) : scope.current})`;
    case 'list':
      return `[${symbolic.items.map((item) => write(item, scope, 0)).join(', ')}]`;
    case 'element':
      return `${write(symbolic.list, scope, 9)}[${write(symbolic.index, scope, 0)}]`;
    case 'unary': {
      const operand = write(symbolic.operand, scope, 8);
      return symbolic.operator === 'not' ? `!${operand}` : `-${operand}`;
    }
    case 'binary':
      return binary(symbolic, scope, minimum);
    case 'call':
      return call(symbolic, scope);
    case 'block':
      throw new Error('a block is no value of the emitted code');
  }
}

function binary(symbolic: Extract<Symbolic, { kind: 'binary' }>, scope: Scope, minimum: number): string {
  if (symbolic.operator === '%')
    return `modulo(${write(symbolic.left, scope, 0)}, ${write(symbolic.right, scope, 0)})`;
  const [text, precedence] = operators[symbolic.operator];
  const left = write(symbolic.left, scope, precedence);
  const right = write(symbolic.right, scope, precedence + 1);
  const code = `${left} ${text} ${right}`;
  if (symbolic.operator === '//') return `Math.floor(${code})`;
  return precedence < minimum ? `(${code})` : code;
}

function call(symbolic: Extract<Symbolic, { kind: 'call' }>, scope: Scope): string {
  const given = symbolic.arguments.map((argument) => write(argument, scope, 0));
  const [only] = symbolic.arguments;
  const spread = given.length === 1 && only!.kind !== 'constant' ? `...${given[0]}` : given.join(', ');
  switch (symbolic.name) {
    case 'min':
      return `Math.min(${spread})`;
    case 'max':
      return `Math.max(${spread})`;
    case 'sum':
      return given.length === 1
        ? `${given[0]}.reduce((total, value) => total + value, 0)`
        : given.join(' + ');
    case 'len':
      return `${given[0]}.length`;
    case 'round_to':
      return `roundTo(${given.join(', ')})`;
  }
}
