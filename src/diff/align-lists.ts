import type { Likeness } from './likeness.ts';
import type { Part } from './part.ts';

/** Positions in the two lists that belong together, both ascending. */
export type Match = readonly [before: number, after: number];

/** More pairs of positions than this are not compared one by one (a megabyte of scores). */
const mostPairs = 1 << 18;

/**
 * Aligns two lists so that the likeness of what stands side by side is largest (Needleman and Wunsch 1970, gaps free). Equal ends are cut
 * off first; long lists are cut at what occurs once in each (Cohen's patience diff), so that the work stays near linear.
 */
export function alignLists(
  before: readonly Part[],
  after: readonly Part[],
  likeness: Likeness,
): readonly Match[] {
  const matches: Match[] = [];
  const same = (i: number, j: number): boolean =>
    before[i]!.content === after[j]!.content && before[i]!.name === after[j]!.name;
  const align = (from: Match, to: Match): void => {
    let [i, j] = from;
    let [end, otherEnd] = to;
    while (i < end && j < otherEnd && same(i, j)) matches.push([i++, j++]);
    const tail: Match[] = [];
    while (end > i && otherEnd > j && same(end - 1, otherEnd - 1)) tail.push([--end, --otherEnd]);
    if (i < end && j < otherEnd) between([i, j], [end, otherEnd]);
    matches.push(...tail.reverse());
  };
  const between = (from: Match, to: Match): void => {
    if ((to[0] - from[0]) * (to[1] - from[1]) <= mostPairs) {
      matches.push(...best(before, after, from, to, likeness));
      return;
    }
    let last = from;
    const anchors = uniqueInBoth(before, after, from, to);
    for (const anchor of anchors) {
      align(last, anchor);
      matches.push(anchor);
      last = [anchor[0] + 1, anchor[1] + 1];
    }
    // Without an anchor nothing tells where to cut: what is left has changed as a whole.
    if (anchors.length > 0) align(last, to);
  };
  align([0, 0], [before.length, after.length]);
  return matches;
}

/** The alignment of the largest sum. */
function best(
  before: readonly Part[],
  after: readonly Part[],
  [i0, j0]: Match,
  [i1, j1]: Match,
  likeness: Likeness,
): readonly Match[] {
  const [rows, columns] = [i1 - i0, j1 - j0];
  const width = columns + 1;
  const scores = new Int32Array(rows * columns);
  const sums = new Float64Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const score = likeness(before[i0 + i]!, after[j0 + j]!);
      scores[i * columns + j] = score;
      const paired = score > 0 ? score + sums[(i + 1) * width + j + 1]! : 0;
      sums[i * width + j] = Math.max(paired, sums[(i + 1) * width + j]!, sums[i * width + j + 1]!);
    }
  }
  const matches: Match[] = [];
  let [i, j] = [0, 0];
  while (i < rows && j < columns) {
    const score = scores[i * columns + j]!;
    const sum = sums[i * width + j]!;
    if (score > 0 && sum === score + sums[(i + 1) * width + j + 1]!) matches.push([i0 + i++, j0 + j++]);
    else if (sum === sums[(i + 1) * width + j]) i++;
    else j++;
  }
  return matches;
}

/** The longest rising run of positions whose content and name occur once on each side. */
function uniqueInBoth(
  before: readonly Part[],
  after: readonly Part[],
  from: Match,
  to: Match,
): readonly Match[] {
  const positions = (parts: readonly Part[], start: number, end: number): ReadonlyMap<string, number> => {
    const found = new Map<string, number>();
    for (let index = start; index < end; index++) {
      const key = `${parts[index]!.content} ${parts[index]!.name}`;
      found.set(key, found.has(key) ? -1 : index);
    }
    return found;
  };
  const others = positions(after, from[1], to[1]);
  const pairs: Match[] = [];
  for (const [key, index] of positions(before, from[0], to[0])) {
    const other = others.get(key) ?? -1;
    if (index >= 0 && other >= 0) pairs.push([index, other]);
  }
  return longestRising(pairs);
}

/** Pairs ascend in their first position; the result does in the second too. */
function longestRising(pairs: readonly Match[]): readonly Match[] {
  const ends: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, value], index) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]![1] < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = index;
  });
  const run: Match[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index]!) run.push(pairs[index]!);
  return run.reverse();
}
