import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { check, compile } from '../src/index.ts';
import { readSpec } from '../test/backends/tfjs/run-spec.ts';
import type { Line } from './line.ts';
import { alternate, median, ms, timed } from './measure.ts';
import { specOfOneMegabyte } from './spec-of-one-megabyte.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How fast the compiler itself is. */
export const compilerLines: readonly Line[] = [
  {
    name: 'check resnet152 as a process over node -e 0',
    target: 'at most 3',
    run: async ({ rounds = 21 }) => {
      const node =
        (...args: string[]) =>
        () =>
          spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore' });
      const { first, second, ratio } = await alternate(
        rounds,
        node('dist/cli.js', 'check', 'specs/resnet152.resnet'),
        node('-e', '0'),
      );
      return `${ratio.toFixed(2)} (${ms(first)} over ${ms(second)})`;
    },
  },
  {
    name: 'compile resnet1202 to tfjs, in this process',
    target: 'at most 50 ms',
    run: async ({ rounds = 15 }) => {
      const source = readSpec('resnet1202');
      const once = () => compile(source, { target: 'tfjs' });
      const first = await timed(once);
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) times.push(await timed(once));
      return `${ms(median(times))} (first time ${ms(first)})`;
    },
  },
  {
    name: 'parse and check a source of 1 MB',
    target: 'under 1 s',
    run: async ({ rounds = 5 }) => {
      const source = { name: 'large.resnet', text: specOfOneMegabyte() };
      const result = check(source);
      const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
      if (errors.length > 0) throw new Error(errors[0]!.message);
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) times.push(await timed(() => check(source)));
      const size = `${(source.text.length / 1e6).toFixed(2)} MB, ${result.networks.length} networks`;
      return `${ms(median(times))} (${size})`;
    },
  },
];
