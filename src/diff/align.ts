import { alignLists, type Match } from './align-lists.ts';
import { findMoves } from './find-moves.ts';
import { type Likeness, makeLikeness } from './likeness.ts';
import type { Aligned, Pair } from './pair.ts';
import type { Part } from './part.ts';

/**
 * Pairs the parts of two networks. Where several alignments are equally good, the choice must not depend on which network is called the
 * old one: the same two are always compared in the same direction.
 */
export function alignParts(before: Part, after: Part): Pair {
  const likeness = makeLikeness();
  return findMoves(
    compare(before, after) <= 0 ? pair(before, after, likeness) : swap(pair(after, before, likeness)),
  );
}

function pair(before: Part, after: Part, likeness: Likeness): Pair {
  return { before, after, parts: alignInside(before.parts, after.parts, likeness), moved: false };
}

function alignInside(
  before: readonly Part[],
  after: readonly Part[],
  likeness: Likeness,
): readonly Aligned[] {
  const aligned: Aligned[] = [];
  let [i, j] = [0, 0];
  const upTo = (end: number, otherEnd: number): void => {
    aligned.push(...unwrap(before.slice(i, end), after.slice(j, otherEnd), likeness));
  };
  for (const [at, other] of withoutChance(alignLists(before, after, likeness), before, after)) {
    upTo(at, other);
    aligned.push({ kind: 'both', pair: pair(before[at]!, after[other]!, likeness) });
    [i, j] = [at + 1, other + 1];
  }
  upTo(before.length, after.length);
  return aligned;
}

/** Where little matches, an activation that does while nothing beside it does is alike by chance. */
function withoutChance(
  matches: readonly Match[],
  before: readonly Part[],
  after: readonly Part[],
): readonly Match[] {
  const ends: Match = [before.length, after.length];
  if (3 * matches.length > Math.min(...ends)) return matches;
  return matches.filter(([i, j], index) => {
    const { node, labelled } = before[i]!;
    if (node === undefined || node.tensors.length > 0 || labelled) return true;
    const [last, next] = [matches[index - 1] ?? [-1, -1], matches[index + 1] ?? ends];
    return (last[0] === i - 1 && last[1] === j - 1) || (next[0] === i + 1 && next[1] === j + 1);
  });
}

/** Statements that were gathered in a block, or taken out of one, are still the same: blocks between neighbours that match are opened. */
function unwrap(before: readonly Part[], after: readonly Part[], likeness: Likeness): readonly Aligned[] {
  const apart: readonly Aligned[] = [
    ...before.map((part) => ({ kind: 'before', part }) as const),
    ...after.map((part) => ({ kind: 'after', part }) as const),
  ];
  if (before.length === 0 || after.length === 0) return apart;
  const [inner, other] = [before.flatMap(opened), after.flatMap(opened)];
  if (inner.length === before.length && other.length === after.length) return apart;
  const matches = alignLists(inner, other, likeness);
  return 2 * matches.length > Math.min(inner.length, other.length)
    ? alignInside(inner, other, likeness)
    : apart;
}

/** What stands in a block that is no copy, under the names that it has outside. */
function opened(part: Part): readonly Part[] {
  if (part.kind !== 'block' || part.copy || part.parts.length === 0) return [part];
  const named = (name: string): string => [part.name, name].filter((each) => each !== '').join('.');
  return part.parts.map((inner) => ({ ...inner, name: named(inner.name) }));
}

function swap({ before, after, parts, moved }: Pair): Pair {
  const swapped: Aligned[] = [];
  let come: Aligned[] = [];
  for (const aligned of parts) {
    if (aligned.kind === 'before') come.push({ kind: 'after', part: aligned.part });
    else if (aligned.kind === 'after') swapped.push({ kind: 'before', part: aligned.part });
    else {
      swapped.push(...come, { kind: 'both', pair: swap(aligned.pair) });
      come = [];
    }
  }
  return { before: after, after: before, parts: [...swapped, ...come], moved };
}

/** Some order of trees: 0 only where both are the same. */
function compare(a: Part, b: Part): number {
  const text = ({ kind, name, word, node, parts }: Part): string =>
    [kind, name, word, node ? JSON.stringify(node.attributes) : '', parts.length].join('\n');
  const [first, second] = [text(a), text(b)];
  if (first !== second) return first < second ? -1 : 1;
  for (const [index, part] of a.parts.entries()) {
    const order = compare(part, b.parts[index]!);
    if (order !== 0) return order;
  }
  return 0;
}
