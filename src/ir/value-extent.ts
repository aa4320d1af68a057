import type { Value } from './value.ts';

/** How large a value is when everything in it is counted, sixteen letters like a number, and how deep lists, or blocks with arguments, stand in each other. */
export interface ValueExtent {
  readonly values: number;
  readonly depth: number;
}

/** Lists share what is in them: twenty doublings of one are a million values in a few lines, so each is counted once. */
const known = new WeakMap<object, ValueExtent>();
const single: ValueExtent = { values: 1, depth: 0 };

export function extentOf(value: Value): ValueExtent {
  switch (value.type) {
    case 'list':
    case 'tuple':
    case 'extent':
      return extentOfAll(value.items);
    case 'block':
      return value.bound.size === 0 ? single : extentOfAll(value.bound);
    case 'string':
      return { values: 1 + (value.value.length >> 4), depth: 0 };
    case 'int':
    case 'float':
    case 'bool':
      return single;
  }
}

/** Of a list of these items, or a block with these arguments; the list itself counts as one more. */
export function extentOfAll(items: readonly Value[] | ReadonlyMap<string, Value>): ValueExtent {
  const before = known.get(items);
  if (before !== undefined) return before;
  let [values, depth] = [1, 0];
  for (const item of items.values()) {
    const inner = extentOf(item);
    values += inner.values;
    depth = Math.max(depth, inner.depth);
  }
  const extent = { values, depth: depth + 1 };
  known.set(items, extent);
  return extent;
}
