import type { BinaryOperator, Expression } from '../../../src/parser/ast.ts';
import { nameIn } from './call-names.ts';
import type { Place } from './place.ts';
import {
  apply,
  binary,
  bool,
  element,
  float,
  int,
  list,
  member,
  negative,
  not,
  ref,
  string,
} from './syntax.ts';
import type { Value, ValueOf } from './values.ts';
import { literal } from './values.ts';

/** What expressions are made of at a place: the choices, the names that are known, and the present value, if there is one. */
type Known = Pick<Place, 'draft' | 'frame' | 'variables' | 'shape'>;

/** An expression that is worth the value. */
export function exact(known: Known, value: Value, depth = 2): Expression {
  switch (value.type) {
    case 'int':
      return exactInt(known, value.value, depth);
    case 'float':
      return exactFloat(known, value.text, depth);
    case 'bool':
      return exactBool(known, value.value, depth);
    case 'string':
      return variableWith(known, 'string', ({ value: text }) => text === value.value) ?? string(value.value);
    case 'list': {
      const same = JSON.stringify(value.items);
      const variable = variableWith(known, 'list', ({ items }) => JSON.stringify(items) === same);
      return variable ?? list(...value.items.map((item) => exact(known, item, depth - 1)));
    }
    case 'block':
      return (
        variableWith(known, 'block', ({ block, bound }) => block === value.block && bound === value.bound) ??
        literal(value, nameIn(known))
      );
  }
}

function variablesOf<T extends Value['type']>({ variables }: Known, type: T) {
  return variables.filter(
    (variable): variable is { name: string; value: ValueOf<T> } => variable.value.type === type,
  );
}

/** A variable whose value is as wished, sometimes. */
function variableWith<T extends Value['type']>(
  known: Known,
  type: T,
  isWished: (value: ValueOf<T>) => boolean,
): Expression | undefined {
  const found = variablesOf(known, type).filter(({ value }) => isWished(value));
  return found.length > 0 && !known.draft.choices.oneIn(4)
    ? ref(known.draft.choices.pick(found).name)
    : undefined;
}

export function exactInt(known: Known, value: number, depth = 2): Expression {
  const { choices } = known.draft;
  const variable = variableWith(known, 'int', (other) => other.value === value);
  if (variable !== undefined) return variable;
  if (depth <= 0 || choices.below(3) < 2) return int(value);
  return choices.pick(ways)(known, value, (part) => exactInt(known, part, depth - 1));
}

type Way = (known: Known, value: number, part: (value: number) => Expression) => Expression;

/** Every way to write a whole number that the language has. */
const ways: readonly Way[] = [
  ({ draft: { choices } }, value, part) => {
    const less = choices.below(value + 1);
    return binary(part(less), '+', part(value - less));
  },
  (known, value) =>
    offset(
      known,
      variablesOf(known, 'int').map((each) => [ref(each.name), each.value.value]),
      value,
    ),
  (known, value) => offset(known, extentsOf(known), value),
  ({ draft: { choices } }, value, part) => {
    const more = choices.below(9);
    return binary(part(value + more), '-', part(more));
  },
  ({ draft: { choices } }, value, part) => {
    const factors = [1, 2, 3, 4, 5, 7].filter((factor) => value % factor === 0);
    const factor = choices.pick(factors);
    return binary(part(factor), '*', part(value / factor));
  },
  ({ draft: { choices } }, value, part) => {
    const divisor = choices.between(1, 5);
    return binary(part(value * divisor), '/', part(divisor));
  },
  ({ draft: { choices } }, value, part) => {
    const divisor = choices.between(1, 5);
    return binary(part(value * divisor + choices.below(divisor)), '//', part(divisor));
  },
  ({ draft: { choices } }, value, part) => {
    const modulus = value + choices.between(1, 4);
    return binary(part(value + modulus * choices.below(3)), '%', part(modulus));
  },
  ({ draft: { choices } }, value, part) => {
    const higher = value + choices.below(5);
    return choices.oneIn(2)
      ? apply('min', part(value), part(higher))
      : apply('max', part(value), part(Math.max(0, value - choices.below(3))));
  },
  ({ draft: { choices } }, value, part) => {
    const less = choices.below(value + 1);
    const parts = [part(less), part(value - less)];
    return choices.oneIn(2) ? apply('sum', list(...parts)) : apply('sum', ...parts);
  },
  ({ draft: { choices } }, value, part) =>
    value > 4
      ? apply('max', list(part(value)))
      : apply('len', list(...Array.from({ length: value }, () => part(choices.below(4))))),
  ({ draft: { choices } }, value, part) => {
    const items = Array.from({ length: choices.between(1, 3) }, () => choices.below(20));
    const position = choices.below(items.length);
    return element(list(...items.map((item, at) => part(at === position ? value : item))), part(position));
  },
  (known, value) => {
    const lists = variablesOf(known, 'list').flatMap(({ name, value: { items } }) =>
      items.flatMap((item, at) =>
        item.type === 'int' && item.value === value ? [element(ref(name), int(at))] : [],
      ),
    );
    return lists[0] ?? int(value);
  },
  ({ draft: { choices } }, value, part) => {
    const less = choices.below(5);
    return binary(negative(part(less)), '+', part(value + less));
  },
  ({ draft: { choices } }, value, part) => {
    const divisors = [1, 2, 4, 8].filter((divisor) => value % divisor === 0 && value >= divisor);
    return value === 0 ? int(0) : apply('round_to', part(value), part(choices.pick(divisors)));
  },
];

/** The number as another, and a distance. */
function offset(
  { draft: { choices } }: Known,
  others: readonly (readonly [Expression, number])[],
  value: number,
): Expression {
  if (others.length === 0) return int(value);
  const [other, worth] = choices.pick(others);
  if (worth === value) return other;
  return binary(other, worth < value ? '+' : '-', int(Math.abs(value - worth)));
}

function extentsOf({ shape }: Known): readonly (readonly [Expression, number])[] {
  return ['channels', 'height', 'width'].flatMap((axis, at) =>
    shape === undefined ? [] : [[member('in', axis), shape[at]!] as const],
  );
}

export function exactBool(known: Known, value: boolean, depth = 2): Expression {
  const { choices } = known.draft;
  const variable = variableWith(known, 'bool', (other) => other.value === value);
  if (variable !== undefined) return variable;
  if (depth <= 0) return bool(value);
  const part = (wanted: boolean): Expression => exactBool(known, wanted, depth - 1);
  const other = (): boolean => choices.oneIn(2);
  switch (choices.below(8)) {
    case 0:
      return bool(value);
    case 1:
    case 2:
      return comparison(known, value, depth);
    case 3:
      return not(part(!value));
    case 4:
      return value ? binary(part(true), 'and', part(true)) : binary(part(false), 'and', part(other()));
    case 5:
      return value ? binary(part(other()), 'or', part(true)) : binary(part(false), 'or', part(false));
    case 6:
      return sameness(known, value);
    default:
      return binary(part(true), value ? '==' : '!=', part(true));
  }
}

const comparisons: readonly (readonly [BinaryOperator, (a: number, b: number) => boolean])[] = [
  ['>', (a, b) => a > b],
  ['<', (a, b) => a < b],
  ['<=', (a, b) => a <= b],
  ['>=', (a, b) => a >= b],
  ['==', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
];

function comparison(known: Known, value: boolean, depth: number): Expression {
  const { choices } = known.draft;
  const [left, right] = [choices.below(9), choices.below(9)];
  const [operator] = choices.pick(comparisons.filter(([, holds]) => holds(left, right) === value));
  return binary(exactInt(known, left, depth - 1), operator, exactInt(known, right, depth - 1));
}

/** Strings, lists and blocks can be compared too. */
function sameness(known: Known, value: boolean): Expression {
  const { choices } = known.draft;
  const operator = value ? '==' : '!=';
  const blocks = variablesOf(known, 'block');
  if (value && blocks.length > 0 && choices.oneIn(2)) {
    const { name } = choices.pick(blocks);
    return binary(ref(name), '==', ref(name));
  }
  if (choices.oneIn(2)) return binary(list(int(1), int(2)), operator, list(int(1), int(2)));
  return binary(string('a'), operator, string('a'));
}

function exactFloat(known: Known, text: string, depth: number): Expression {
  const { choices } = known.draft;
  const variable = variableWith(known, 'float', (other) => other.text === text);
  if (variable !== undefined) return variable;
  if (depth <= 0) return float(text);
  const part = (): Expression => exactFloat(known, text, depth - 1);
  switch (choices.below(8)) {
    case 1:
      return apply('max', part(), part());
    case 2:
      return binary(part(), '*', int(1));
    case 3:
      return binary(part(), '/', float('1.0'));
    case 4:
      return negative(negative(part()));
    case 5:
      return binary(part(), '+', int(0));
    case 6:
      return apply('min', list(part(), part()));
    default:
      return float(text);
  }
}
