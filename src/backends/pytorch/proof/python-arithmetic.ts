import { Unproven } from './python-syntax.ts';
import type { PythonValue } from './python-values.ts';
import { bool, itemsOf, number } from './python-values.ts';

type Numeric = Extract<PythonValue, { kind: 'number' }>;

/** Operators on numbers, texts and truths, as Python has them: `/` makes a float. */
export function binary(operator: string, left: PythonValue, right: PythonValue): PythonValue {
  if (operator === '==' || operator === '!=') return bool(same(left, right) === (operator === '=='));
  if (operator === '+' && left.kind === 'string' && right.kind === 'string')
    return { kind: 'string', text: left.text + right.text };
  const [a, b] = [number(left), number(right)];
  const float = (left as Numeric).float || (right as Numeric).float;
  if ('//%'.includes(operator) && b === 0) throw new Unproven('division by zero');
  const of = (value: number): PythonValue => ({ kind: 'number', value, float: float || operator === '/' });
  switch (operator) {
    case '+':
      return of(a + b);
    case '-':
      return of(a - b);
    case '*':
      return of(a * b);
    case '/':
      return of(a / b);
    case '//':
      return of(Math.floor(a / b));
    case '%':
      return of(a - b * Math.floor(a / b));
    case '<':
      return bool(a < b);
    case '<=':
      return bool(a <= b);
    case '>':
      return bool(a > b);
    case '>=':
      return bool(a >= b);
  }
  throw new Unproven(`the operator ${operator}`);
}

function same(left: PythonValue, right: PythonValue): boolean {
  if (left.kind === 'number' && right.kind === 'number') return left.value === right.value;
  if (left.kind === 'string' && right.kind === 'string') return left.text === right.text;
  if (left.kind === 'bool' && right.kind === 'bool') return left.value === right.value;
  if (left.kind === 'tuple' && right.kind === 'tuple')
    return (
      left.items.length === right.items.length && left.items.every((item, at) => same(item, right.items[at]!))
    );
  throw new Unproven(`${left.kind} compared with ${right.kind}`);
}

/** `min`, `max`, `sum` and `round_to`; undefined for any other name. */
export function numericFunction(name: string, given: readonly PythonValue[]): PythonValue | undefined {
  const operands = (): readonly Numeric[] => {
    const items = given.length === 1 ? itemsOf(given[0]) : given;
    for (const item of items) number(item);
    return items as readonly Numeric[];
  };
  const best = (isBetter: (a: number, b: number) => boolean): PythonValue => {
    const all = operands();
    if (all.length === 0) throw new Unproven(`${name} of nothing`);
    return all.reduce((found, each) => (isBetter(each.value, found.value) ? each : found));
  };
  switch (name) {
    case 'min':
      return best((a, b) => a < b);
    case 'max':
      return best((a, b) => a > b);
    case 'sum': {
      if (given.length !== 1) throw new Unproven('sum of several');
      const all = operands();
      const value = all.reduce((sum, each) => sum + each.value, 0);
      return { kind: 'number', value, float: all.some(({ float }) => float) };
    }
    case 'round_to': {
      const [value, divisor] = [number(given[0]), number(given[1])];
      const rounded = Math.max(divisor, Math.floor(Math.trunc(value + divisor / 2) / divisor) * divisor);
      return { kind: 'number', value: rounded < 0.9 * value ? rounded + divisor : rounded, float: false };
    }
  }
  return undefined;
}
