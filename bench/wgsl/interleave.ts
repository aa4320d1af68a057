import { median } from '../measure.ts';
import { type Contender, verify } from './contender.ts';

/** Milliseconds of one contender's runs, in the order of the rounds. */
export interface Timing {
  readonly contender: Contender;
  readonly times: readonly number[];
  /** The largest relative error of any round. */
  readonly error: number;
}

/**
 * A B C A B C …: a machine whose speed drifts slows all of them, and only one is busy at a time. Two rounds come first that do not
 * count. Every output is compared with the reference, and a wrong one ends the measurement.
 */
export async function interleave(
  contenders: readonly Contender[],
  reference: Float32Array,
  rounds: number,
): Promise<readonly Timing[]> {
  const timings = contenders.map((contender) => ({ contender, times: [] as number[], error: 0 }));
  for (let round = -2; round < rounds; round++) {
    for (const timing of timings) {
      const { times, output } = await timing.contender.run(1);
      timing.error = Math.max(timing.error, verify(timing.contender.name, output, reference));
      if (round >= 0) timing.times.push(...times);
    }
  }
  return timings;
}

/** The median over the rounds of how much longer `slower` took than `faster` in the same round. */
export function ratio(slower: Timing, faster: Timing): number {
  return median(slower.times.map((time, round) => time / faster.times[round]!));
}

/** The p-th part of the values lies below: 0.1 for the tenth percentile. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
}
