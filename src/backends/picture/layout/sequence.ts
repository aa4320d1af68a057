import type { NodeId } from '../../../ir/graph.ts';
import { shape } from '../../quantities.ts';
import type { Item, Sequence } from '../model/picture.ts';
import { itemOf } from '../model/sequence.ts';
import type { Box, LineStyle } from './box.ts';
import type { Context, SequenceBox } from './context.ts';
import { directedBox } from './directed.ts';
import { joinBox } from './join.ts';
import { type Floor, type Lane, stack } from './stack.ts';
import { shorten } from './text-width.ts';

const close = 10;
const labelled = 24;
const betweenCopies = 28;

/** More lines than this beside a stack are a tangle: then joins say the names of what they read. */
const mostLanes = 24;
/** What stands in no row is laid out in a time that grows faster than its size. */
const mostDirected = 200;
const longestName = 20;
const mostNames = 3;

/** Items in the order of the source: below each other where each reads the one before it, else as a layered graph. */
export function sequenceBox(sequence: Sequence, context: Context): SequenceBox {
  const { items, chain, entry } = sequence;
  if (!chain && items.length <= mostDirected) {
    const boxes = items.map((item) => itemBox(item, unseen(item, sequence, []), context));
    return directedBox(sequence, boxes, context);
  }
  const lanes = lanesOf(sequence);
  let said = shape(context.shapes[entry]!);
  const floors = items.map((item, index): Floor => {
    const box = itemBox(item, unseen(item, sequence, lanes), context);
    const before = items[index - 1];
    const linked = item.entry === (before?.exit ?? entry);
    if (before === undefined) return { box, gap: 0, linked };
    const gap = item.kind === 'copies' || before.kind === 'copies' ? betweenCopies : close;
    const flowing = shape(context.shapes[before.exit]!);
    if (!context.labelled || flowing === said || !isSaid(before, context)) return { box, gap, linked };
    said = flowing;
    return { box, gap: Math.max(gap, labelled), linked, label: flowing };
  });
  return stack(floors, lanes);
}

/** A join with the names of what no line leads to it from. */
function itemBox(item: Item, names: readonly NodeId[], context: Context): Box {
  if (item.kind !== 'join' || names.length === 0) return context.item(item, context);
  const said = names.slice(0, mostNames).map((value) => shorten(context.names[value]!, longestName));
  const more = names.length > mostNames ? [`${names.length - mostNames} more`] : [];
  return joinBox(item.join, [[...said, ...more].join(', '), ...item.after], item.name);
}

function unseen(item: Item, { items, entry, chain }: Sequence, lanes: readonly Lane[]): readonly NodeId[] {
  if (item.kind !== 'join') return [];
  const to = items.indexOf(item);
  return item.values.filter((value) => {
    const from = value === entry ? -1 : itemOf(items, value);
    return from === undefined || (chain && !lanes.some((lane) => lane.to === to && lane.from === from));
  });
}

/** Copies change what flows; of operators it is said where the map gets another size. */
function isSaid(before: Item, { shapes }: Context): boolean {
  const [, height, width] = shapes[before.entry]!;
  const [, newHeight, newWidth] = shapes[before.exit]!;
  return before.kind === 'copies' || height !== newHeight || width !== newWidth;
}

/** Lines for what is read beside the flow, and, where items are too many for a graph, for a flow that does not come from above. */
export function lanesOf({ items, entry, references }: Sequence): readonly Lane[] {
  // What is read deeper inside of an item is said there by name.
  const lanes = references
    .filter(({ to }) => items[to]!.kind === 'join')
    .map(({ from, to }) => ({ from, to, style: styleOf(items[to]!) }));
  for (const [to, item] of items.entries()) {
    if (item.entry === (items[to - 1]?.exit ?? entry)) continue;
    const from = item.entry === entry ? -1 : itemOf(items, item.entry);
    if (from !== undefined) lanes.push({ from, to, style: 'identity' });
  }
  return lanes.length > mostLanes ? [] : lanes;
}

export const styleOf = (item: Item): LineStyle =>
  item.kind === 'join' && item.join === 'concat' ? 'concat' : 'identity';
