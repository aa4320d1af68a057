import { isStable } from './likeness.ts';
import type { Aligned, Pair } from './pair.ts';
import type { Part } from './part.ts';

interface Loose {
  readonly part: Part;
  /** The pair that it is missing from on one side. */
  readonly around: Pair;
}

/** Without a label of its own, a part of fewer operators may be anywhere by chance. */
const fewest = 4;

/**
 * Alignment keeps the order, so what was moved is gone in one place and new in another. The two are one where nothing else could be: the
 * only one of its content that is gone and the only one that is new, and labelled alike, in the same surroundings or large.
 */
export function findMoves(root: Pair): Pair {
  const gone: Loose[] = [];
  const come: Loose[] = [];
  const collect = (around: Pair): void => {
    for (const aligned of around.parts) {
      if (aligned.kind === 'both') collect(aligned.pair);
      else if (!aligned.part.copy)
        (aligned.kind === 'before' ? gone : come).push({ part: aligned.part, around });
    }
  };
  collect(root);
  if (gone.length === 0 || come.length === 0) return root;
  const sources = new Map<Part, Part>();
  for (const keyOf of [byLabel, byPlace, bySize]) {
    const free = only(
      come.filter(({ part }) => !sources.has(part)),
      keyOf,
    );
    const taken = new Set(sources.values());
    for (const [key, { part }] of only(
      gone.filter((loose) => !taken.has(loose.part)),
      keyOf,
    )) {
      const target = free.get(key);
      if (target !== undefined) sources.set(target.part, part);
    }
  }
  return sources.size === 0 ? root : withMoves(root, sources, new Set(sources.values()));
}

type Key = (loose: Loose) => string | undefined;

const byLabel: Key = ({ part }) => (isStable(part) ? `${part.content} ${part.name}` : undefined);
const bySize: Key = ({ part }) => (part.size >= fewest ? String(part.content) : undefined);

/** An activation in the same block, as where a batchnorm and its relu come before the convolution and not behind it. */
const byPlace: Key = ({ part, around }) =>
  part.node?.tensors.length === 0 && around.after.kind !== 'network'
    ? `${part.content} ${around.after.scope.id}`
    : undefined;

/** What no other has the key of. */
function only(loose: readonly Loose[], keyOf: Key): ReadonlyMap<string | undefined, Loose> {
  const found = new Map<string | undefined, Loose>();
  const several = new Set<string | undefined>([undefined]);
  for (const each of loose) {
    const key = keyOf(each);
    if (found.has(key)) several.add(key);
    found.set(key, each);
  }
  for (const key of several) found.delete(key);
  return found;
}

/** Moved parts stand where they are now. */
function withMoves(pair: Pair, sources: ReadonlyMap<Part, Part>, moved: ReadonlySet<Part>): Pair {
  const placed = (aligned: Aligned): readonly Aligned[] => {
    switch (aligned.kind) {
      case 'both':
        return [{ kind: 'both', pair: withMoves(aligned.pair, sources, moved) }];
      case 'before':
        return moved.has(aligned.part) ? [] : [aligned];
      case 'after': {
        const source = sources.get(aligned.part);
        return source ? [{ kind: 'both', pair: pairEqual(source, aligned.part, true) }] : [aligned];
      }
    }
  };
  const parts = pair.parts.flatMap(placed);
  return { ...pair, parts };
}

/** Parts of the same content, one by one. */
function pairEqual(before: Part, after: Part, moved: boolean): Pair {
  const parts = before.parts.map(
    (part, index): Aligned => ({ kind: 'both', pair: pairEqual(part, after.parts[index]!, false) }),
  );
  return { before, after, parts, moved };
}
