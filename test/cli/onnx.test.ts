import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readNpy, writeNpy } from '../../src/data/npy.ts';
import { program, rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

/** The mean of each channel: a network whose answer is known without another program. */
const means = `network means {
  input 3 x 2 x 3
  avgpool global
}
`;
const trained = `network small {
  input 3 x 8 x 8
  conv1: conv 3x3, 4
  bn1: batchnorm
  relu
  fc: linear 10
}
`;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'tmp'));
  writeFileSync(join(folder, 'means.resnet'), means);
  writeFileSync(join(folder, 'net.resnet'), trained);
  // Two items; each channel counts up from its own start.
  const data = Float32Array.from({ length: 36 }, (_, index) => index);
  writeFileSync(join(folder, 'x.npy'), writeNpy({ shape: [2, 3, 2, 3], data }));
});

/** ONNX Runtime leaves files in the temporary folder where nobody tells it not to. */
const environment = (): NodeJS.ProcessEnv => ({
  TMPDIR: join(folder, 'tmp'),
  ORT_DISABLE_TELEMETRY: undefined,
});
const start = (...args: readonly string[]) => rnc(args, { cwd: folder, environment: environment() });
const run = (...args: readonly string[]) =>
  start('run', 'means.resnet', '--target', 'onnx', '--input', 'x.npy', ...args);
const modelIn = (output: string): Buffer => readFileSync(join(folder, output, 'small.onnx'));

describe('rnc compile --target onnx', () => {
  test('one file, with random weights where none are given', () => {
    const { status, stdout, stderr } = start('compile', 'net.resnet', '--target', 'onnx');
    expect(stderr).toBe(
      'rnc: the weights are random (seed 0), so the outputs mean nothing; --weights gives trained ones\n' +
        'rnc: wrote 1 file to net-onnx: small.onnx\n',
    );
    expect([status, stdout]).toEqual([0, '']);
    expect(readdirSync(join(folder, 'net-onnx')).sort()).toEqual(['.rnc.json', 'small.onnx']);
    const text = modelIn('net-onnx').toString('latin1');
    expect(text).toContain('BatchNormalization');
    expect(text).toContain('net.resnet:3:10');
    expect(text).not.toContain(folder);
  });

  test('--fold leaves no batch normalisation; the same input gives the same bytes', () => {
    const compile = (output: string) =>
      start('compile', 'net.resnet', '--target', 'onnx', '--fold', '--seed', '3', '-o', output);
    expect([compile('a').status, compile('b').status]).toEqual([0, 0]);
    expect(modelIn('a').equals(modelIn('b'))).toBe(true);
    expect(modelIn('a').toString('latin1')).not.toContain('BatchNormalization');
  });

  test.each([
    [
      ['--target', 'tfjs', '--fold'],
      '--fold is for --target onnx; tfjs writes createInference, which folds by itself',
    ],
    [['--target', 'onnx', '--batch', '2'], '--batch is for --target wgsl; what onnx writes takes any number'],
  ])('%s ends with the reason', (args, reason) => {
    const { status, stderr } = start('compile', 'net.resnet', ...args);
    expect(stderr).toContain(reason);
    expect(status).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(['means.resnet', 'net.resnet', 'tmp', 'x.npy']);
  });
});

describe('rnc run --target onnx', () => {
  test.each([[[]], [['--fold']]])(
    'an .npy batch in, an .npy batch out, and nothing left behind %s',
    (args) => {
      const { status, stdout, stderr } = run('--output', 'y.npy', ...args);
      expect(stderr).toBe('rnc: wrote 2×3 to y.npy\n');
      expect([status, stdout]).toEqual([0, '']);
      const found = readNpy(readFileSync(join(folder, 'y.npy')));
      if ('code' in found) throw new Error(found.code);
      // The six numbers of a channel are 6k … 6k + 5, so their mean is 6k + 2.5.
      expect(found.shape).toEqual([2, 3]);
      expect([...found.data]).toEqual([2.5, 8.5, 14.5, 20.5, 26.5, 32.5]);
      expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
    },
  );

  test('without the package, what to install', () => {
    const alone = join(folder, 'rnc/cli.js');
    cpSync(dirname(program), dirname(alone), { recursive: true });
    writeFileSync(join(folder, 'rnc/package.json'), '{"type": "module"}');
    const args = ['run', 'means.resnet', '--target', 'onnx', '--input', 'x.npy'];
    const { status, stdout, stderr } = rnc(args, { cwd: folder, environment: environment(), program: alone });
    expect(stderr).toContain('npm install onnxruntime-node');
    expect([status, stdout]).toEqual([2, '']);
  });

  test.each([
    [
      'Failed to allocate memory for requested buffer of size 99',
      2,
      'rnc: ONNX Runtime has not enough memory',
    ],
    ['something else', 70, 'something else'],
  ])('an engine that fails with “%s”', (message, code, said) => {
    const place = join(folder, 'node_modules/onnxruntime-node');
    mkdirSync(place, { recursive: true });
    writeFileSync(
      join(place, 'package.json'),
      '{"name": "onnxruntime-node", "type": "module", "main": "index.js"}',
    );
    const session = `{ create: async () => { throw new Error(${JSON.stringify(message)}); } }`;
    writeFileSync(
      join(place, 'index.js'),
      `export default { InferenceSession: ${session}, Tensor: class {} };`,
    );
    const { status, stderr } = run();
    expect(stderr).toContain(said);
    expect(status).toBe(code);
  });
});
