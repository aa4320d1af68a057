import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { byEffort } from '../effort.ts';
import { type Figure, recordFigures } from '../figures.ts';
import { readCorpus, targetNames } from './corpus.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const fuzz = 'scripts/fuzz';

const can = spawnSync(fuzz, ['--can'], { cwd: root, encoding: 'utf8' });
if (can.status !== 0) {
  if (process.env.CI === 'true') throw new Error(can.stderr);
  console.warn(`fuzzing is skipped: ${can.stderr}`);
}

/** All of them in the long form. A sample shows that it works, with the two whose corpus is read in a moment. */
const targets = byEffort({ sample: ['safetensors', 'json'], deep: targetNames });
const seconds = Number(process.env.RNC_SECONDS ?? byEffort({ sample: 1, deep: 600 }));

const described: Readonly<Record<string, string>> = {
  parse: 'bytes to text to module, printed and read again',
  check: 'linking and unrolling, with files that import each other',
  safetensors: 'the reader of safetensors',
  json: 'every JSON that is read: configuration, tuning, index of shards, TensorFlow.js model',
  onnx: 'the reader of weights in ONNX',
  hdf5: 'the reader of weights in HDF5',
  numbers: 'the reader of .npy files',
  picture: 'the readers of PNG and JPEG',
};

it.skipIf(can.status !== 0)(`finds nothing in ${seconds} s for each of ${targets.join(', ')}`, () => {
  const { stdout, stderr, status } = spawnSync(fuzz, [...targets, '--seconds', String(seconds)], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  const figures = targets.map((target): Figure => {
    const [, inputs, edges] =
      new RegExp(`^${target}: (\\d+) inputs, (\\d+) edges, 0 found$`, 'm').exec(stdout) ?? [];
    // The corpus alone is more: fewer would mean that the fuzzer did not see rnc's code.
    expect(Number(inputs)).toBeGreaterThan(readCorpus(target).length);
    expect(Number(edges)).toBeGreaterThan(50);
    return {
      part: 'Fuzzing',
      what: described[target]!,
      result: `${Number(inputs).toLocaleString('en-US')} inputs in ${seconds} s, ${Number(edges).toLocaleString('en-US')} branches reached, 0 crashes`,
      command: `npm run fuzz -- ${target} --seconds ${seconds}`,
    };
  });
  recordFigures('fuzzing', figures);
});
