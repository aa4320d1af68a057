import type { BlockEntity } from '../linking/program.ts';
import type { Constant, Symbolic } from './symbolic.ts';

/** What an expression is worth, and where that came from. */
export type Value = { readonly symbolic: Symbolic } & (
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'tuple'; readonly items: readonly Value[] }
  | { readonly type: 'extent'; readonly items: readonly Value[] }
  | { readonly type: 'block'; readonly block: BlockEntity; readonly bound: ReadonlyMap<string, Value> }
);

export type ValueOf<T extends Value['type']> = Extract<Value, { type: T }>;

export const constant = (value: Constant): Symbolic => ({ kind: 'constant', value });

export const int = (value: number, symbolic: Symbolic = constant(value)): ValueOf<'int'> => ({
  type: 'int',
  value,
  symbolic,
});
export const float = (value: number, symbolic: Symbolic = constant(value)): ValueOf<'float'> => ({
  type: 'float',
  value,
  symbolic,
});
export const bool = (value: boolean, symbolic: Symbolic = constant(value)): ValueOf<'bool'> => ({
  type: 'bool',
  value,
  symbolic,
});
export const string = (value: string, symbolic: Symbolic = constant(value)): ValueOf<'string'> => ({
  type: 'string',
  value,
  symbolic,
});

export function isNumber(value: Value): value is ValueOf<'int' | 'float'> {
  return value.type === 'int' || value.type === 'float';
}

/** The same value, its origin forgotten: what may leave the block that computed it. */
export function withoutOrigin(value: Value): Value {
  switch (value.type) {
    case 'int':
    case 'float':
    case 'bool':
    case 'string':
      return { ...value, symbolic: constant(value.value) };
    case 'list':
    case 'tuple':
    case 'extent': {
      const items = value.items.map(withoutOrigin);
      return { ...value, items, symbolic: { kind: 'list', items: items.map((item) => item.symbolic) } };
    }
    case 'block': {
      const bound = new Map([...value.bound].map(([name, item]) => [name, withoutOrigin(item)]));
      return { ...value, bound };
    }
  }
}

/** The same value under a name: a parameter, a `let`, an index. */
export function named(value: Value, symbolic: Symbolic): Value {
  return { ...value, symbolic };
}

/** How messages show a value: `64`, `"same"`, `[3, 4]`, `block bottleneck`. */
export function showValue(value: Value): string {
  switch (value.type) {
    case 'int':
    case 'float':
    case 'bool':
      return String(value.value);
    case 'string':
      return JSON.stringify(value.value);
    case 'list':
      return `[${value.items.map(showValue).join(', ')}]`;
    case 'tuple':
      return `(${value.items.map(showValue).join(', ')})`;
    case 'extent':
      return value.items.map(showValue).join('x');
    case 'block':
      return `block ${value.block.declaration.name.text}`;
  }
}

/** `int`, `int[4]`: a value's type as it would be annotated. */
export function typeName(value: Value): string {
  if (value.type === 'list')
    return `${value.items[0] === undefined ? '' : typeName(value.items[0])}[${value.items.length}]`;
  return value.type;
}
