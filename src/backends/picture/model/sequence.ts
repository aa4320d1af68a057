import type { NodeId } from '../../../ir/graph.ts';
import type { Item, Reference, Sequence } from './picture.ts';

/** A sequence whose value flows out from `exit`, which is its last item's where nothing else is said. */
export function sequenceOf(items: readonly Item[], entry: NodeId, exit?: NodeId): Sequence {
  const end = items.at(-1)?.exit ?? entry;
  const references = items.flatMap(({ inputs, entry: flow }, to): Reference[] =>
    inputs.flatMap((value) => {
      if (value === flow) return [];
      const from = value === entry ? -1 : itemOf(items, value);
      return from === undefined ? [] : [{ value, from, to }];
    }),
  );
  const chain =
    (exit ?? end) === end &&
    items.every((item, index) => item.entry === (index === 0 ? entry : items[index - 1]!.exit));
  return { items, entry, exit: exit ?? end, chain, references };
}

/** The item in which a value is made; undefined where it was made outside. */
export function itemOf(items: readonly Item[], value: NodeId): number | undefined {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { first, last } = items[middle]!;
    if (value < first) high = middle - 1;
    else if (value > last) low = middle + 1;
    else return middle;
  }
  return undefined;
}
