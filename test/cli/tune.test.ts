import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Plan } from '../../src/backends/wgsl/plan.ts';
import type { TuningTable } from '../../src/backends/wgsl/tuning.ts';
import { readNpy, writeNpy } from '../../src/data/npy.ts';
import { hasAdapter } from '../backends/wgsl-runtime/adapter.ts';
import { rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

const net = `network net {
  input 4 x 12 x 10
  conv1: conv 3x3, 8
  relu
  conv2: conv 3x3, 8, stride 2
  fc: linear 3
}
`;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'net.resnet'), net);
});
const inFolder = (...args: readonly string[]) => rnc(args, { cwd: folder });

const keys = [
  '3×3, stride 1×1, 4×12×10 → 8×12×10, batch 1',
  '3×3, stride 2×2, 8×12×10 → 8×6×5, batch 1',
  '6×5, stride 1×1, 8×6×5 → 3×1×1, batch 1',
];

describe.skipIf(!hasAdapter)('on an adapter', () => {
  test('a choice for each size of convolution, and a program that only this adapter gets', () => {
    const tuned = inFolder('tune', 'net.resnet', '-o', 'table.json');
    expect(tuned.stderr).toContain('rnc: wrote 3 choices to table.json');
    expect(tuned.status).toBe(0);
    const table = JSON.parse(readFileSync(join(folder, 'table.json'), 'utf8')) as TuningTable;
    expect(Object.keys(table.choices)).toEqual(keys);
    // Winograd's algorithm cannot compute the others.
    expect(keys.slice(1).map((key) => table.choices[key]!.algorithm)).toEqual(['direct', 'direct']);
    for (const key of keys) expect(tuned.stdout).toContain(key);

    expect(
      inFolder('compile', 'net.resnet', '--target', 'wgsl', '--tuning', 'table.json', '-o', 'out').status,
    ).toBe(0);
    const plan = JSON.parse(readFileSync(join(folder, 'out/net.plan.json'), 'utf8')) as Plan;
    expect(plan.adapters[0]).toEqual({ ...table.adapter, program: 'tuned' });
    expect(Object.keys(plan.programs)).toContain('tuned');
  });

  test('the tuned program answers as the untuned one does', () => {
    const data = Float32Array.from({ length: 480 }, (_, at) => Math.sin(at));
    writeFileSync(join(folder, 'x.npy'), writeNpy({ shape: [1, 4, 12, 10], data }));
    inFolder('tune', 'net.resnet', '-o', 'table.json');
    const run = (...more: readonly string[]) => {
      const args = ['--input', 'x.npy', '--target', 'wgsl', '--output', 'y.npy'];
      expect(inFolder('run', 'net.resnet', ...args, ...more).status).toBe(0);
      return (readNpy(readFileSync(join(folder, 'y.npy'))) as { data: Float32Array }).data;
    };
    const untuned = run('--winograd', 'off');
    const tuned = run('--tuning', 'table.json', '--program', 'tuned');
    for (const [at, value] of untuned.entries()) expect(tuned[at]).toBeCloseTo(value, 5);
  });
});

test.each([
  ['{', 'table.json is not JSON: '],
  ['{"format": "rnc-wgsl"}', 'table.json is no table of `rnc tune`'],
  [
    JSON.stringify({
      format: 'rnc-wgsl-tuning',
      version: 1,
      adapter: { vendor: 'x' },
      program: 'lanes8',
      choices: { a: { algorithm: 'fft' } },
    }),
    'table.json is no table of `rnc tune` at /choices/a/algorithm: must be equal to one of the allowed values',
  ],
])('a file that is no table ends the command: %s', (text, message) => {
  writeFileSync(join(folder, 'table.json'), text);
  const { status, stderr } = inFolder('compile', 'net.resnet', '--target', 'wgsl', '--tuning', 'table.json');
  expect(stderr).toContain(message);
  expect(status).toBe(2);
});

test.skipIf(!hasAdapter)('a network without a convolution has nothing to tune', () => {
  writeFileSync(join(folder, 'net.resnet'), 'network net {\n  input 3 x 4 x 4\n  avgpool global\n}\n');
  const { status, stderr } = inFolder('tune', 'net.resnet');
  expect(stderr).toContain('net has no convolution to tune');
  expect(status).toBe(1);
});
