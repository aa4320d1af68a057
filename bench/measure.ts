/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Runs the candidates in turn, A B A B …, so that a machine whose speed drifts slows both; gives each one's median in ms and the
 * median of the ratios pair by pair.
 */
export async function alternate(
  rounds: number,
  first: () => unknown,
  second: () => unknown,
): Promise<{ readonly first: number; readonly second: number; readonly ratio: number }> {
  const times: (readonly [number, number])[] = [];
  await first();
  await second();
  for (let round = 0; round < rounds; round++) times.push([await timed(first), await timed(second)]);
  return {
    first: median(times.map(([time]) => time)),
    second: median(times.map(([, time]) => time)),
    ratio: median(times.map(([a, b]) => a / b)),
  };
}

export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** For people: `7.3 ms`, `412 ms`, `12.4 s`. */
export function ms(time: number): string {
  if (time >= 10_000) return `${(time / 1000).toFixed(1)} s`;
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}
