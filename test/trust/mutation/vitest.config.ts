import { defineConfig } from 'vitest/config';
import { groups } from './groups.ts';

/** The tests of one group of files, as `scripts/mutation.ts` runs them for every mutant. */
const { RNC_MUTATION_GROUP, RNC_MUTATION_ISOLATE } = process.env;
const { tests } = groups.find(({ name }) => name === RNC_MUTATION_GROUP)!;

export default defineConfig({
  test: {
    include: tests.map((test) => `${test}.test.ts`),
    isolate: RNC_MUTATION_ISOLATE === 'true',
    testTimeout: 30_000,
  },
});
