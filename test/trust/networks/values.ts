import type { Expression, TypeAnnotation } from '../../../src/parser/ast.ts';
import type { Block } from './block.ts';
import { argument, bool, call, float, int, list, name, ref, span, string } from './syntax.ts';

/** What a name in a generated file is worth. */
export type Value =
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'float'; readonly text: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'block'; readonly block: Block; readonly bound: ReadonlyMap<string, Value> };

export type ValueOf<T extends Value['type']> = Extract<Value, { type: T }>;

export interface Variable {
  readonly name: string;
  readonly value: Value;
}

/** The value as a constant; `nameOf` is what a file calls a block. */
export function literal(value: Value, nameOf: (block: Block) => string): Expression {
  switch (value.type) {
    case 'int':
      return int(value.value);
    case 'float':
      return float(value.text);
    case 'bool':
      return bool(value.value);
    case 'string':
      return string(value.value);
    case 'list':
      return list(...value.items.map((item) => literal(item, nameOf)));
    case 'block':
      if (value.bound.size === 0) return ref(nameOf(value.block));
      return call(
        nameOf(value.block),
        ...[...value.bound].map(([key, bound]) => argument(literal(bound, nameOf), key)),
      );
  }
}

/** The value's type, as parameters are annotated. */
export function annotation(value: Value, anyLength: boolean): TypeAnnotation {
  const lengths: (number | undefined)[] = [];
  let inner = value;
  while (inner.type === 'list') {
    lengths.push(anyLength ? undefined : inner.items.length);
    inner = inner.items[0] ?? { type: 'int', value: 0 };
  }
  return { base: name(inner.type), lengths, span: span() };
}
