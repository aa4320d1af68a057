/**
 * How much each test of `test/trust` does: a sample in every run of the tests, the long form under `npm run test:deep`. A failure
 * prints its seed; `RNC_SEED` sets it, and `RNC_RUNS` how many cases a property tries.
 */
export type Effort = 'sample' | 'deep';

export const effort: Effort = process.env.RNC_EFFORT === 'deep' ? 'deep' : 'sample';

export function byEffort<T>(amounts: Readonly<Record<Effort, T>>): T {
  return amounts[effort];
}

/** Parameters for fast-check: the same cases in every sample, others in every deep run. */
export function runs(amounts: Readonly<Record<Effort, number>>): { numRuns: number; seed: number } {
  const { RNC_SEED, RNC_RUNS } = process.env;
  const seed = RNC_SEED ?? byEffort({ sample: 20261123, deep: Date.now() % 2 ** 31 });
  return { numRuns: Number(RNC_RUNS ?? byEffort(amounts)), seed: Number(seed) };
}
