import { defineConfig } from 'vitest/config';

const minute = 60_000;

/**
 * Tests that change the process for what comes behind them: its Vulkan driver, WebGPU's names among the globals, and a WebAssembly module
 * that starts once.
 */
const alone = ['test/backends/wgsl{,-runtime}/**/*.test.ts', 'test/backends/picture/text.test.ts'];

export default defineConfig(({ mode }) => ({
  test: {
    reporters: ['default', './test/oracle-reporter.ts'],
    globalSetup: './test/cli/clean-up.ts',
    pool: 'forks',
    maxWorkers: 2,
    // ONNX Runtime on Linux reports what it runs to its maker, and leaves files in the temporary folder.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Files share what they import: that took as long as the tests themselves.
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: ['test/{oracle,conformance,browser,package,trust}/**', ...alone],
          testTimeout: minute / 2,
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, testTimeout: minute / 2 },
      },
      {
        // Results and numbers against other people's programs: torchvision, Keras's code written out, PIL, ONNX's own cases.
        extends: true,
        test: {
          name: 'oracle',
          include: ['test/oracle/**/*.test.ts', 'test/conformance/**/*.test.ts'],
          testTimeout: 5 * minute,
          hookTimeout: 5 * minute,
        },
      },
      {
        // What rnc promises for every input: samples here, the long form with `npm run test:deep` (`--mode deep`).
        extends: true,
        test: {
          name: 'trust',
          include: ['test/trust/**/*.test.ts'],
          env: { RNC_EFFORT: mode === 'deep' ? 'deep' : 'sample' },
          testTimeout: mode === 'deep' ? 240 * minute : 3 * minute,
          hookTimeout: 2 * minute,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 3 * minute,
          hookTimeout: 2 * minute,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 5 * minute,
          hookTimeout: 5 * minute,
          fileParallelism: false,
        },
      },
    ],
  },
}));
