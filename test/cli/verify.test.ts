import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeNpy } from '../../src/data/npy.ts';
import { hasAdapter } from '../backends/wgsl-runtime/adapter.ts';
import { hasTorch } from '../oracles/python.ts';
import { rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

const resnet20 = fileURLToPath(new URL('../../specs/resnet20.resnet', import.meta.url));
const net = `/// Channels that a gate weighs, behind a convolution that no batchnorm follows.
network net(classes: int = 3) {
  image: input 2 x 9 x 8
  stem { conv1: conv 3x3, 6, bias; bn1: batchnorm; relu }
  se: gate { avgpool global; fc: conv 1x1, 6, bias; sigmoid }
  concat image
  head { avgpool global; fc: linear classes }
}
`;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'net.resnet'), net);
});

const environment = {
  VK_ICD_FILENAMES: process.env.VK_ICD_FILENAMES ?? '/usr/share/vulkan/icd.d/lvp_icd.json',
  XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? '/tmp',
};
const verify = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  rnc(['verify', ...args], { cwd: folder, environment: { ...environment, ...more } });

const schema = fileURLToPath(new URL('../../schemas/verify.schema.json', import.meta.url));
const validate = new Ajv({ allowUnionTypes: true }).compile<Printed>(
  JSON.parse(readFileSync(schema, 'utf8')),
);
const parsed = (stdout: string): Printed => {
  const value: unknown = JSON.parse(stdout);
  if (!validate(value)) throw new Error(JSON.stringify(validate.errors));
  return value;
};

interface Printed {
  readonly input: readonly number[];
  readonly results: readonly {
    readonly target: string;
    readonly result: string;
    readonly difference?: number;
    readonly tolerance?: number;
    readonly reason?: string;
    readonly firstDeparture?: { readonly path: string; readonly source: { readonly line: number } };
  }[];
}

describe.skipIf(!hasAdapter || !hasTorch)('with every engine', () => {
  test.each([
    ['net.resnet', '--batch', '3'],
    [resnet20, '--input-shape', '3x19x16'],
  ])('all targets agree on %s', (...args) => {
    const { status, stdout } = verify([...args, '--format', 'json']);
    const { results } = parsed(stdout);
    expect(results.map(({ target, result }) => [target, result])).toEqual(
      ['tfjs', 'tfjs', 'wgsl', 'onnx', 'onnx', 'pytorch'].map((target) => [target, 'agrees']),
    );
    for (const { difference } of results) expect(difference).toBeLessThan(1e-4);
    expect(status).toBe(0);
  });

  test('names that rnc itself uses make no difference, nor a larger tolerance', () => {
    const text = 'network run_module {\n  input 3 x 8 x 8\n  winograd: conv 5x5, 4\n  fc: linear 3\n}\n';
    writeFileSync(join(folder, 'names.resnet'), text);
    const { stdout } = verify(['names.resnet', '--targets', 'wgsl,pytorch', '--format', 'json']);
    const { results } = parsed(stdout);
    expect(results.map(({ result, tolerance }) => [result, tolerance])).toEqual([
      ['agrees', 1e-5],
      ['agrees', 1e-5],
    ]);
  });
});

test('a picture’s batch is the input, and a difference beyond the tolerance ends with 1', () => {
  const data = Float32Array.from({ length: 2 * 144 }, (_, at) => Math.cos(at));
  writeFileSync(join(folder, 'x.npy'), writeNpy({ shape: [2, 2, 9, 8], data }));
  // No engine computes in single precision what double precision gives, to 15 digits.
  const { status, stdout } = verify([
    'net.resnet',
    '--targets',
    'tfjs',
    '--input',
    'x.npy',
    '--tolerance',
    '1e-15',
    '--format',
    'json',
  ]);
  const { input, results } = parsed(stdout);
  expect(input).toEqual([2, 2, 9, 8]);
  expect(results.map(({ result }) => result)).toEqual(['departs', 'departs']);
  // The first operator that computes anything.
  expect(results[0]!.firstDeparture).toMatchObject({
    path: 'conv1',
    source: { file: 'net.resnet', line: 4 },
  });
  expect(status).toBe(1);
});

test('an engine that is absent is named and passed over, or missed where it is asked for', () => {
  const absent = { RNC_PYTHON: join(folder, 'python') };
  const asked = verify(['net.resnet', '--targets', 'pytorch'], absent);
  expect(asked.stderr).toContain('RNC_PYTHON names, is not a Python 3 with PyTorch');
  expect([asked.status, asked.stdout]).toEqual([2, '']);
  const all = verify(['net.resnet', '--format', 'json'], absent);
  const { results } = parsed(all.stdout);
  expect(results.at(-1)).toMatchObject({ target: 'pytorch', result: 'absent' });
  expect(results[0]).toMatchObject({ target: 'tfjs', result: 'agrees' });
  expect(all.status).toBe(0);
});

test.each([
  [['net.resnet', '--targets', 'tfjs,keras'], 2, 'tfjs, wgsl, onnx, pytorch'],
  [['net.resnet', '--targets', ''], 2, 'tfjs, wgsl, onnx, pytorch'],
  [['net.resnet', '--tolerance', '0'], 2, 'between 0 and 1'],
  [['net.resnet', '--input', 'none.npy'], 2, 'cannot read none.npy'],
  [['net.resnet', '--input', 'net.resnet'], 1, ''],
  [['net.resnet', '--weights', 'net.resnet'], 1, ''],
  [['none.resnet'], 2, 'cannot read none.resnet'],
  [['net.resnet', '--batch', '2', '--input', 'x.npy'], 2, 'cannot be used with'],
] as const)('rnc verify %j ends with %i', (args, status, message) => {
  const result = verify([...args]);
  expect(result.stderr).toContain(message);
  expect(result.stderr).not.toMatch(/has a bug|\n\s+at /);
  expect([result.status, result.stdout]).toEqual([status, '']);
});
