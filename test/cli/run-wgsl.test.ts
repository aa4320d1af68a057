// Over 300 lines: one command with one target, first on an adapter, then where each thing that it needs fails.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { PNG } from 'pngjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { noAdapter } from '../../src/cli/run-wgsl.ts';
import { readNpy, writeNpy } from '../../src/data/npy.ts';
import { hasAdapter } from '../backends/wgsl-runtime/adapter.ts';
import type { Faults } from '../backends/wgsl-runtime/fake-gpu.ts';
import { program, rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

/** The mean of each channel: a network whose answer is known without another program. */
const means = `network means {
  input 3 x 2 x 3
  avgpool global
}
`;
const resnet20 = fileURLToPath(new URL('../../specs/resnet20.resnet', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'tmp'));
  writeFileSync(join(folder, 'means.resnet'), means);
  // Two items; each channel counts up from its own start.
  const data = Float32Array.from({ length: 36 }, (_, index) => index);
  writeFileSync(join(folder, 'x.npy'), writeNpy({ shape: [2, 3, 2, 3], data }));
  const picture = new PNG({ width: 9, height: 6 });
  for (let pixel = 0; pixel < 54; pixel++) picture.data.set([255, 0, 51, 255], 4 * pixel);
  writeFileSync(join(folder, 'red.png'), PNG.sync.write(picture));
});

const environment = {
  VK_ICD_FILENAMES: process.env.VK_ICD_FILENAMES ?? '/usr/share/vulkan/icd.d/lvp_icd.json',
  XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? '/tmp',
};
const run = (file: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  rnc(['run', file, ...args], {
    cwd: folder,
    environment: { ...environment, TMPDIR: join(folder, 'tmp'), ...more },
  });
const wgsl = (file: string, ...args: readonly string[]) => run(file, ['--target', 'wgsl', ...args]);
const output = (name: string) => {
  const array = readNpy(readFileSync(join(folder, name)));
  if ('code' in array) throw new Error(array.code);
  return array;
};
const largest = (values: Float32Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe.skipIf(!hasAdapter)('on an adapter', () => {
  test('an .npy batch in, an .npy batch out, and nothing left behind', () => {
    const { status, stdout, stderr } = wgsl('means.resnet', '--input', 'x.npy', '--output', 'y.npy');
    expect(stderr).toContain('rnc: wrote 2×3 to y.npy\n');
    expect(stdout).toBe('');
    expect(status).toBe(0);
    // The six numbers of a channel are 6k … 6k + 5, so their mean is 6k + 2.5.
    const { shape, data } = output('y.npy');
    expect(shape).toEqual([2, 3]);
    for (const [channel, value] of data.entries()) expect(value).toBeCloseTo(6 * channel + 2.5, 5);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  test('a feature map comes back as N×C×H×W', () => {
    writeFileSync(join(folder, 'net.resnet'), 'network net {\n  input 3 x 2 x 3\n  relu\n}\n');
    const data = Float32Array.from({ length: 36 }, (_, index) => (index % 5) - 2);
    writeFileSync(join(folder, 'x.npy'), writeNpy({ shape: [2, 3, 2, 3], data }));
    expect(wgsl('net.resnet', '--input', 'x.npy', '--output', 'y.npy').status).toBe(0);
    expect(output('y.npy')).toEqual({ shape: [2, 3, 2, 3], data: data.map((value) => Math.max(value, 0)) });
  });

  test('a picture, and the largest outputs of it', () => {
    const { status, stdout } = wgsl('means.resnet', '--input', 'red.png', '--top', '1');
    // (1 − 0.485) / 0.229 = 2.2489; the others are (0 − 0.456) / 0.224 = −2.0357 and (0.2 − 0.406) / 0.225 = −0.9156,
    // so that the softmax is 1 / (1 + e^−4.2846 + e^−3.1645) = 94.70 %.
    expect(stdout).toBe('   class  output  softmax\n1  0      2.2489  94.70 %\n');
    expect(status).toBe(0);
  });

  const batch = (): void => {
    const data = Float32Array.from({ length: 2 * 3 * 32 * 32 }, (_, index) => Math.sin(index * index));
    writeFileSync(join(folder, 'x.npy'), writeNpy({ shape: [2, 3, 32, 32], data }));
  };

  test('ResNet-20 answers as on TensorFlow.js', () => {
    batch();
    expect(run(resnet20, ['--seed', '5', '--input', 'x.npy', '--output', 'tfjs.npy']).status).toBe(0);
    const { status, stderr } = wgsl(resnet20, '--seed', '5', '--input', 'x.npy', '--output', 'wgsl.npy');
    expect(stderr).toContain('rnc: the weights are random (seed 5)');
    expect(status).toBe(0);
    const [expected, found] = [output('tfjs.npy'), output('wgsl.npy')];
    expect(found.shape).toEqual([2, 10]);
    const difference = largest(found.data.map((value, index) => value - expected.data[index]!));
    expect(difference).toBeLessThan(1e-5 * largest(expected.data));
    expect(largest(expected.data)).toBeGreaterThan(0.1);
  });

  test('every program of the plan gives the same; f16 is near it, and is another', () => {
    batch();
    writeFileSync(
      join(folder, 'net.resnet'),
      'network net {\n  input 3 x 32 x 32\n  conv 3x3, 16, stride 2\n  relu\n  avgpool global\n  linear 10\n}\n',
    );
    const values = (...args: readonly string[]): Float32Array => {
      const { status, stderr } = wgsl('net.resnet', '--input', 'x.npy', '--output', 'y.npy', ...args);
      expect(status, stderr).toBe(0);
      return output('y.npy').data;
    };
    const expected = values();
    const differenceTo = (found: Float32Array): number =>
      largest(found.map((value, index) => value - expected[index]!)) / largest(expected);
    expect(differenceTo(values('--program', 'lanes8'))).toBeLessThan(1e-4);
    expect(differenceTo(values('--program', 'tiles'))).toBeLessThan(1e-4);
    const half = differenceTo(values('--dtype', 'f16'));
    expect(half).toBeLessThan(2e-2);
    expect(half).toBeGreaterThan(1e-6);
  });

  const swiftshader = '/usr/lib/chromium/vk_swiftshader_icd.json';
  test.skipIf(process.env.CI !== 'true' && !existsSync(swiftshader))(
    'a program for subgroups of another size than the adapter’s is refused: it would compute something else',
    () => {
      const { status, stderr } = run(
        'means.resnet',
        ['--target', 'wgsl', '--input', 'x.npy', '--program', 'lanes8'],
        {
          VK_ICD_FILENAMES: swiftshader,
        },
      );
      expect(stderr).toMatch(
        /^rnc: Program 'lanes8' is for subgroups of 8; the adapter \(SwiftShader[^)]*\) has 4\./m,
      );
      expect(status).toBe(2);
    },
  );

  test('a driver that is not there', () => {
    const { status, stdout, stderr } = run('means.resnet', ['--target', 'wgsl', '--input', 'x.npy'], {
      VK_ICD_FILENAMES: '/nowhere.json',
    });
    expect(stderr).toMatch(/^rnc: WebGPU finds no adapter.*VK_ICD_FILENAMES names \/nowhere\.json/m);
    expect(stderr).toContain('apt-get install libvulkan1 mesa-vulkan-drivers');
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });
});

/** A package `webgpu` in the project of the working folder, whose device fails as told. */
function installFake(text: string): void {
  const place = join(folder, 'node_modules/webgpu');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), '{"name": "webgpu", "type": "module", "main": "index.js"}');
  writeFileSync(join(place, 'index.js'), text);
}

function installFaulty(faults: Faults): void {
  const fake = fileURLToPath(new URL('../backends/wgsl-runtime/fake-gpu.ts', import.meta.url));
  const { outputFiles } = buildSync({ entryPoints: [fake], format: 'esm', write: false });
  installFake(
    `${outputFiles[0]!.text}\nexport const create = () => fakeGpu(${JSON.stringify(faults)}).gpu;\n`,
  );
}

describe('the runtime’s errors', () => {
  test.each<[string, Faults, number, RegExp]>([
    ['no adapter', { noAdapter: true }, 2, /^rnc: WebGPU finds no adapter/m],
    [
      'a kernel that does not compile',
      { uncompilable: true },
      2,
      /^rnc: The adapter \(Acme Fast 2\) does not compile kernels\/.*: this vendor knows no vec4f$/m,
    ],
    ['no memory', { noMemoryFor: 1 }, 2, /^rnc: The adapter \(Acme Fast 2\) has no memory for buffer/m],
    ['no memory for a mapping', { throwFor: 1 }, 2, /^rnc: The adapter \(Acme Fast 2\) has no memory/m],
    [
      'a device lost while it loads',
      { loseAt: 3 },
      2,
      /^rnc: The device \(Acme Fast 2\) was lost \(unknown: the driver was reset\)/m,
    ],
    // The plan is rnc's own.
    ['a plan that the device refuses', { refuseRuns: true }, 70, /has a bug.*refuses the run.*too many/],
  ])('%s', (_, faults, status, message) => {
    writeFileSync(join(folder, 'one.npy'), writeNpy({ shape: [1, 3, 2, 3], data: new Float32Array(18) }));
    installFaulty(faults);
    const result = wgsl('means.resnet', '--input', 'one.npy');
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.stdout).toBe('');
    expect(result.status).toBe(status);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  test('a limit that is too small', () => {
    // 1024 · 1200 pixels of 32 float32 channels are 157,286,400 bytes; WebGPU guarantees bindings of 134,217,728.
    const net = 'network net {\n  input 3 x 1024 x 1200\n  conv 3x3, 32\n}\n';
    writeFileSync(join(folder, 'net.resnet'), net);
    const data = new Float32Array(3 * 1024 * 1200);
    writeFileSync(join(folder, 'wide.npy'), writeNpy({ shape: [1, 3, 1024, 1200], data }));
    const limits = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27 };
    installFaulty({ limits });
    const { status, stderr } = wgsl('net.resnet', '--input', 'wide.npy');
    expect(stderr).toMatch(
      /^rnc: Layer conv\S* needs maxStorageBufferBindingSize of 157286400; the adapter \(Acme Fast 2\) has 134217728\./m,
    );
    expect(status).toBe(2);
  });

  test('the package of the working folder is used before rnc’s own', () => {
    // The fake's output is the beginning of its input.
    writeFileSync(
      join(folder, 'one.npy'),
      writeNpy({ shape: [1, 3, 2, 3], data: new Float32Array(18).fill(4) }),
    );
    installFaulty({});
    const { status, stdout, stderr } = wgsl('means.resnet', '--input', 'one.npy', '--top', '1');
    expect(stderr).toBe('');
    expect(stdout).toContain('4.0000');
    expect(status).toBe(0);
  });
});

test('the package that is missing, and one that does not start', () => {
  // Beside the bundle of the other tests lies the project's own node_modules.
  cpSync(dirname(program), join(folder, 'rnc'), { recursive: true });
  const away = () =>
    rnc(['run', 'means.resnet', '--target', 'wgsl', '--input', 'x.npy'], {
      cwd: folder,
      program: join(folder, 'rnc/cli.js'),
    });
  const missing = away();
  expect(missing.stderr).toBe(
    'rnc: WebGPU in Node needs the npm package webgpu, which is not installed here; install it with\n  npm install webgpu\n',
  );
  expect(missing.status).toBe(2);

  installFake(`throw new Error("cannot find dawn.node\\nRequire stack:\\n- here");`);
  const broken = away();
  expect(broken.stderr).toBe('rnc: the npm package webgpu does not start here: cannot find dawn.node\n');
  expect(broken.status).toBe(2);
});

test.each<[string, readonly string[], number, RegExp]>([
  ['f16 on tfjs', ['--input', 'x.npy', '--dtype', 'f16'], 2, /^rnc: --dtype f16 is for --target wgsl; tfjs/],
  [
    'a program on tfjs',
    ['--input', 'x.npy', '--program', 'tiles'],
    2,
    /^rnc: --program is for --target wgsl/,
  ],
  [
    'an unknown program',
    ['--target', 'wgsl', '--input', 'x.npy', '--program', 'x'],
    2,
    /lanes8, lanes4, tiles/,
  ],
  ['a batch, which the input has', ['--target', 'wgsl', '--input', 'x.npy', '--batch', '2'], 2, /'--batch'/],
  ['a target that does not run', ['--target', 'report', '--input', 'x.npy'], 2, /choices are tfjs, wgsl/],
  [
    'another shape',
    ['--target', 'wgsl', '--input', 'wide.npy'],
    1,
    /value\/input-shape\]: this holds 1×3×2×4/,
  ],
  [
    'a tuned program without a table',
    ['--target', 'wgsl', '--input', 'x.npy', '--program', 'tuned'],
    2,
    /^rnc: --program tuned needs --tuning/,
  ],
  [
    'a table that is not there',
    ['--target', 'wgsl', '--input', 'x.npy', '--tuning', 'gone.json'],
    2,
    /^rnc: cannot read gone\.json: there is no such file/,
  ],
  [
    'a table that is another file',
    ['--target', 'wgsl', '--input', 'x.npy', '--tuning', 'means.resnet'],
    2,
    /^rnc: means\.resnet is not JSON/,
  ],
  [
    'a table that `rnc tune` did not write',
    ['--target', 'wgsl', '--input', 'x.npy', '--tuning', 'other.json'],
    2,
    /^rnc: other\.json is no table of `rnc tune`/,
  ],
])('refuses %s', (_, args, status, message) => {
  writeFileSync(join(folder, 'wide.npy'), writeNpy({ shape: [1, 3, 2, 4], data: new Float32Array(24) }));
  writeFileSync(join(folder, 'other.json'), '{"version": 1}');
  const result = run('means.resnet', args);
  expect(result.stderr).toMatch(message);
  expect(result.stdout).toBe('');
  expect(result.status).toBe(status);
});

test('without an adapter the advice fits the system', () => {
  expect(noAdapter('linux', {})).toContain('VK_ICD_FILENAMES=/usr/share/vulkan/icd.d/lvp_icd.json chooses');
  expect(noAdapter('linux', {})).not.toContain('names');
  expect(noAdapter('win32', {})).not.toContain('apt-get');
});
