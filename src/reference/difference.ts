/**
 * How far an answer is from the right one: the largest difference over the largest value that is right. ∞ where their numbers of
 * values differ, or one is NaN or infinite and the other is not the same.
 */
export function relativeDifference(found: ArrayLike<number>, right: ArrayLike<number>): number {
  if (found.length !== right.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  let scale = 0;
  for (let at = 0; at < right.length; at++) {
    const value = right[at]!;
    if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
    if (Object.is(found[at], value)) continue;
    const apart = Math.abs(found[at]! - value);
    if (!Number.isFinite(apart)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, apart);
  }
  return largest === 0 ? 0 : scale === 0 ? Number.POSITIVE_INFINITY : largest / scale;
}
