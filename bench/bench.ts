/**
 * Ratios measured side by side in one run, since machines are noisy; never asserted in a test.
 *
 *   npm run bench            everything
 *   npm run bench -- check   only the lines whose name contains the word
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type * as TensorFlow from '@tensorflow/tfjs';
import { check, compile } from '../src/index.ts';
import { tensorsOf } from '../src/ir/graph.ts';
import { initialiseWeights } from '../src/weights/initialise.ts';
import { type EmittedModule, importEmitted, tensorFlow } from '../test/backends/tfjs/run-spec.ts';
import { alternate, median, timed } from './measure.ts';
import { specOfOneMegabyte } from './spec-of-one-megabyte.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (name: string) => ({
  name: `specs/${name}.resnet`,
  text: readFileSync(`${root}specs/${name}.resnet`, 'utf8'),
});
const ms = (time: number): string => `${time.toFixed(time < 10 ? 1 : 0)} ms`;

const lines: readonly {
  readonly name: string;
  readonly target: string;
  readonly run: () => Promise<string>;
}[] = [
  {
    name: 'check resnet152 as a process over node -e 0',
    target: 'at most 3',
    run: async () => {
      const node =
        (...args: string[]) =>
        () =>
          spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore' });
      const { first, second, ratio } = await alternate(
        21,
        node('dist/cli.js', 'check', 'specs/resnet152.resnet'),
        node('-e', '0'),
      );
      return `${ratio.toFixed(2)} (${ms(first)} over ${ms(second)})`;
    },
  },
  {
    name: 'compile resnet1202 to tfjs, in this process',
    target: 'at most 50 ms',
    run: async () => {
      const source = read('resnet1202');
      const once = () => compile(source, { target: 'tfjs' });
      const first = await timed(once);
      const times: number[] = [];
      for (let round = 0; round < 15; round++) times.push(await timed(once));
      return `${ms(median(times))} (first time ${ms(first)})`;
    },
  },
  {
    name: 'parse and check a source of 1 MB',
    target: 'under 1 s',
    run: async () => {
      const source = { name: 'large.resnet', text: specOfOneMegabyte() };
      const result = check(source);
      const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
      if (errors.length > 0) throw new Error(errors[0]!.message);
      const times: number[] = [];
      for (let round = 0; round < 5; round++) times.push(await timed(() => check(source)));
      const size = `${(source.text.length / 1e6).toFixed(2)} MB, ${result.networks.length} networks`;
      return `${ms(median(times))} (${size})`;
    },
  },
  {
    name: 'plain layers model over folded inference, ResNet-50 at 224², wasm',
    target: 'at least 1.3',
    run: async () => {
      const tf = await tensorFlow('wasm');
      const source = read('resnet50');
      const weights = initialiseWeights(tensorsOf(check(source).networks[0]!), 0);
      type Module = EmittedModule & { createResnet50(tf: object, options: object): TensorFlow.LayersModel };
      const { module, remove } = await importEmitted<Module>(
        compile(source, { target: 'tfjs' }).files,
        'resnet50.js',
      );
      const model = module.createResnet50(tf, { weights });
      const forward = module.createInference(tf, weights);
      const x = tf.randomNormal([1, 224, 224, 3]) as TensorFlow.Tensor4D;
      const finish = async (result: TensorFlow.Tensor) => {
        await result.data();
        result.dispose();
      };
      const { first, second, ratio } = await alternate(
        15,
        () => finish(model.predict(x) as TensorFlow.Tensor),
        () => finish(forward(x)),
      );
      remove();
      return `${ratio.toFixed(2)} (${ms(first)} over ${ms(second)})`;
    },
  },
];

console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n`);
const wanted = process.argv[2] ?? '';
for (const { name, target, run } of lines) {
  if (name.includes(wanted)) console.log(`${name}: ${await run()}; target ${target}`);
}
