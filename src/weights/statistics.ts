export interface Statistics {
  /** Of the finite numbers; undefined where there are none. */
  readonly least: number | undefined;
  readonly largest: number | undefined;
  readonly mean: number | undefined;
  /** How many are NaN or infinite. */
  readonly notFinite: number;
}

export function statisticsOf(data: Float32Array<ArrayBufferLike>): Statistics {
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let notFinite = 0;
  for (let index = 0; index < data.length; index++) {
    const value = data[index]!;
    // Only NaN and ±∞ differ from themselves by other than 0.
    if (value - value !== 0) {
      notFinite++;
      continue;
    }
    if (value < least) least = value;
    if (value > largest) largest = value;
    sum += value;
  }
  const count = data.length - notFinite;
  return count === 0
    ? { least: undefined, largest: undefined, mean: undefined, notFinite }
    : { least, largest, mean: sum / count, notFinite };
}
