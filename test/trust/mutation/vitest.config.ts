import { buildSync } from 'esbuild';
import { defineConfig } from 'vitest/config';
import { groups } from './groups.ts';

/** The tests of one group of files, as `scripts/mutation.ts` runs them for every mutant. */
const { tests } = groups.find(({ name }) => name === process.env.RNC_MUTATION_GROUP)!;

export default defineConfig({
  test: { include: tests.map((test) => `${test}.test.ts`), testTimeout: 60_000 },
  plugins: [
    {
      // For each mutant all modules are loaded anew: a hundred small ones take most of the time, and one takes little.
      name: 'a test and what it imports are one module',
      enforce: 'pre',
      load(id) {
        if (!id.endsWith('.test.ts')) return undefined;
        const { outputFiles } = buildSync({
          entryPoints: [id],
          bundle: true,
          external: ['vitest'],
          format: 'esm',
          platform: 'node',
          write: false,
        });
        return outputFiles[0]!.text;
      },
    },
  ],
});
