const candidatesLimit = 200;
const lengthLimit = 40;

/** The one name that was probably meant: the same but for its case and `_`, or one edit away, or two where it is long. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > lengthLimit) return undefined;
  const plain = name.toLowerCase().replaceAll('_', '');
  let best: string | undefined;
  let least = name.length < 3 ? 1 : name.length < 6 ? 2 : 3;
  let seen = 0;
  for (const candidate of candidates) {
    if (seen++ === candidatesLimit) break;
    if (candidate.length > lengthLimit || candidate === name) continue;
    const same = candidate.toLowerCase().replaceAll('_', '') === plain;
    const edits = same ? 0 : editsWithin(...withoutSameEnds(name, candidate), least - 1);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/** What two names do not have in common at their beginning and end: no edit is needed there. */
function withoutSameEnds(from: string, to: string): readonly [string, string] {
  let start = 0;
  while (start < from.length && from[start] === to[start]) start++;
  let end = 0;
  const shorter = Math.min(from.length, to.length) - start;
  while (end < shorter && from.at(-1 - end) === to.at(-1 - end)) end++;
  return [from.slice(start, from.length - end), to.slice(start, to.length - end)];
}

/**
 * Insertions, deletions, replacements and exchanges of neighbours that make `from` into `to` (optimal string alignment, a form
 * of Damerau's distance); `most + 1` where it takes more than `most`.
 */
function editsWithin(from: string, to: string, most: number): number {
  const beyond = most + 1;
  if (Math.abs(from.length - to.length) > most) return beyond;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    // Further than `most` from the diagonal, every entry is beyond: a row is a few columns, however long the names are.
    const first = Math.max(1, row - most);
    const end = Math.min(to.length, row + most);
    const next: number[] = [];
    next[first - 1] = first === 1 ? row : beyond;
    let least = next[first - 1]!;
    for (let column = first; column <= end; column++) {
      const replaced = last[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      let edits = Math.min(replaced, (last[column] ?? beyond) + 1, next[column - 1]! + 1);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        edits = Math.min(edits, (before[column - 2] ?? beyond) + 1);
      next[column] = edits;
      least = Math.min(least, edits);
    }
    if (least > most) return beyond;
    [before, last] = [last, next];
  }
  return Math.min(beyond, last[to.length]!);
}
