import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeSafetensors } from '../../src/weights/safetensors.ts';
import { environment, program, rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

// The padded pool and the padded channels are what TensorFlow.js has no layers for.
const spec = `network small {
  input 2 x 8 x 8
  conv1: conv 3x3, 4
  bn1: batchnorm
  relu
  maxpool 3x3, stride 2
  zero_pad channels (1, 2)
  avgpool global
  fc: linear 3
}
`;
const shapes: Readonly<Record<string, readonly number[]>> = {
  'conv1.weight': [4, 2, 3, 3],
  'bn1.weight': [4],
  'bn1.bias': [4],
  'bn1.running_mean': [4],
  'bn1.running_var': [4],
  'fc.weight': [3, 7],
  'fc.bias': [3],
};
const bytesOf = (named: typeof shapes): Uint8Array =>
  writeSafetensors(
    Object.entries(named).map(([name, shape]) => {
      const length = shape.reduce((product, extent) => product * extent, 1);
      return { name, shape, data: Float32Array.from({ length }, (_, index) => 1 + index / 8) };
    }),
  );

let cwd: string;
beforeEach(() => {
  cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.resnet'), spec);
  writeFileSync(join(cwd, 'w.safetensors'), bytesOf(shapes));
});
const run = (...args: readonly string[]) => rnc(['weights', ...args], { cwd });
const wanted = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = run(...args);
  if (status !== 0) throw new Error(stderr);
  return stdout + stderr;
};
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(cwd, name)));
const fit = ['--spec', 'small.resnet'];

describe('inspect', () => {
  test('says format, size, types and numbers', () => {
    const table = wanted('inspect', 'w.safetensors', ...fit);
    expect(table).toContain('7, 112 numbers (7 × F32)');
    // 72 numbers 1, 1 + 1/8, …: the last is 1 + 71/8, the mean in the middle.
    expect(table).toMatch(/conv1\.weight +F32 +\[4, 2, 3, 3\] +1\.000 +9\.875 +5\.438/);
    expect(table).toContain('It fits small.');
  });

  test('as JSON, with NaN counted and metadata', () => {
    const header = `{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"n":{"dtype":"I64","shape":[],"data_offsets":[12,20]}}`;
    const file = Buffer.alloc(8 + header.length + 20);
    file.writeBigUInt64LE(BigInt(header.length));
    file.write(header, 8);
    Buffer.from(Float32Array.of(1, Number.NaN, 2).buffer).copy(file, 8 + header.length);
    writeFileSync(join(cwd, 'n.safetensors'), file);
    expect(JSON.parse(wanted('inspect', 'n.safetensors', '--format', 'json'))).toMatchObject({
      format: 'safetensors',
      files: 1,
      bytes: file.length,
      parameters: 3,
      dtypes: { F32: 1, I64: 1 },
      leftOut: ['n'],
      metadata: { format: 'pt' },
      tensors: [{ name: 'a', shape: [3], least: 1, largest: 2, mean: 1.5, notFinite: 1 }],
    });
    expect(wanted('inspect', 'n.safetensors')).toContain('1 × NaN or ∞');
  });

  test('escape sequences in names do not reach the terminal', () => {
    writeFileSync(join(cwd, 'e.safetensors'), bytesOf({ '\u001b[31mred': [1] }));
    expect(wanted('inspect', 'e.safetensors')).toContain('\ufffd[31mred');
  });
});

describe('convert', () => {
  test('gives the same bytes back through shards, Keras’s spelling and a TensorFlow.js model', () => {
    wanted('convert', 'w.safetensors', 'shards/w.safetensors.index.json', '--shards', '100');
    expect(readdirSync(join(cwd, 'shards')).sort()).toEqual([
      'w-00001-of-00003.safetensors',
      'w-00002-of-00003.safetensors',
      'w-00003-of-00003.safetensors',
      'w.safetensors.index.json',
    ]);
    expect(JSON.parse(readFileSync(join(cwd, 'shards/w.safetensors.index.json'), 'utf8'))).toMatchObject({
      metadata: { total_size: 448 },
      weight_map: {
        'conv1.weight': 'w-00001-of-00003.safetensors',
        'fc.bias': 'w-00003-of-00003.safetensors',
      },
    });
    wanted('convert', 'shards/w.safetensors.index.json', 'keras.safetensors', '--names', 'keras', ...fit);
    wanted('convert', 'keras.safetensors', 'model', ...fit);
    wanted('convert', 'model', 'back.safetensors', ...fit);
    expect(read('back.safetensors')).toEqual(read('w.safetensors'));
  });

  test('fewer shards leave none of the old ones behind, and touch nobody else’s', () => {
    const folder = join(cwd, 'fewer');
    const index = 'fewer/w.safetensors.index.json';
    wanted('convert', 'w.safetensors', index, '--shards', '100');
    writeFileSync(join(folder, 'w-00001-of-00009.safetensors'), 'not listed');
    wanted('convert', 'w.safetensors', index, '--shards', '300', '--force');
    expect(readdirSync(folder).sort()).toEqual([
      'w-00001-of-00002.safetensors',
      'w-00001-of-00009.safetensors',
      'w-00002-of-00002.safetensors',
      'w.safetensors.index.json',
    ]);
  });

  test('a model has only layers that TensorFlow.js has', () => {
    expect(wanted('convert', 'w.safetensors', 'model/model.json', ...fit)).not.toContain('registerLayers');
    expect(readdirSync(join(cwd, 'model')).sort()).toEqual([
      '.rnc.json',
      'group1-shard1of1.bin',
      'model.json',
    ]);
  });

  test('a model with other layers says so, and has them beside it', () => {
    writeFileSync(
      join(cwd, 'grouped.resnet'),
      'network grouped {\n  input 4 x 8 x 8\n  conv1: conv 3x3, 4, groups 2\n}\n',
    );
    writeFileSync(join(cwd, 'g.safetensors'), bytesOf({ 'conv1.weight': [4, 2, 3, 3] }));
    expect(wanted('convert', 'g.safetensors', 'model', '--spec', 'grouped.resnet')).toMatch(
      /GeneralConv2D[\s\S]*registerLayers\(tf\)/,
    );
    expect(existsSync(join(cwd, 'model/runtime/runtime.js'))).toBe(true);
  });

  test('--weights takes every format', () => {
    wanted('convert', 'w.safetensors', 'model', ...fit);
    const compile = (weights: string, out: string): Uint8Array => {
      const { status, stderr } = rnc(
        ['compile', 'small.resnet', '--target', 'tfjs', '--weights', weights, '-o', out],
        { cwd },
      );
      expect(status, stderr).toBe(0);
      return read(`${out}/small.weights.safetensors`);
    };
    expect(compile('model/model.json', 'a')).toEqual(compile('w.safetensors', 'b'));
  });
});

describe('refuses, writes nothing, and says why', () => {
  const other = { ...shapes, 'conv1.bias': [4] };
  const rows: readonly {
    readonly name: string;
    readonly args: readonly string[];
    readonly status: 1 | 2;
    readonly says: RegExp;
    readonly before?: () => void;
  }[] = [
    {
      name: 'a pickle',
      args: ['inspect', 'w.pt'],
      status: 1,
      says: /pickle[\s\S]*import torch[\s\S]*torch\.load[\s\S]*save_file/,
      before: () => writeFileSync(join(cwd, 'w.pt'), Uint8Array.of(0x80, 2, 0x7d)),
    },
    {
      name: 'a file cut short',
      args: ['convert', 'cut.safetensors', 'out.safetensors'],
      status: 1,
      says: /may have been cut short/,
      before: () => writeFileSync(join(cwd, 'cut.safetensors'), read('w.safetensors').slice(0, -4)),
    },
    {
      name: 'no such file',
      args: ['convert', 'x.safetensors', 'out.safetensors'],
      status: 2,
      says: /no such file/,
    },
    { name: 'a folder', args: ['inspect', '.'], status: 2, says: /without a model\.json/ },
    {
      name: 'a bias more',
      args: ['convert', 'o.safetensors', 'out.safetensors', ...fit],
      status: 1,
      says: /such as `conv1\.bias`/,
      before: () => writeFileSync(join(cwd, 'o.safetensors'), bytesOf(other)),
    },
    {
      name: 'a shard that is a link out of the folder',
      args: ['inspect', 'sub/w.safetensors.index.json'],
      status: 1,
      says: /a link that leads out of the folder/,
      before: () => {
        mkdirSync(join(cwd, 'sub'));
        symlinkSync('../w.safetensors', join(cwd, 'sub/a.safetensors'));
        const map = Object.fromEntries(Object.keys(shapes).map((name) => [name, 'a.safetensors']));
        writeFileSync(join(cwd, 'sub/w.safetensors.index.json'), JSON.stringify({ weight_map: map }));
      },
    },
    {
      name: 'a shard that is a folder',
      args: ['inspect', 'w.safetensors.index.json'],
      status: 1,
      says: /d\.safetensors cannot be read: it is a folder/,
      before: () => {
        mkdirSync(join(cwd, 'd.safetensors'));
        writeFileSync(join(cwd, 'w.safetensors.index.json'), '{"weight_map":{"a":"d.safetensors"}}');
      },
    },
    {
      name: 'its own input',
      args: ['convert', 'w.safetensors', './w.safetensors', '--force'],
      status: 2,
      says: /is an input/,
    },
    {
      name: 'the spec as output',
      args: ['convert', 'w.safetensors', 'small.resnet', ...fit],
      status: 2,
      says: /does not write \.resnet/,
    },
    {
      name: 'what is there',
      args: ['convert', 'w.safetensors', 'there.safetensors'],
      status: 2,
      says: /exists already/,
      before: () => writeFileSync(join(cwd, 'there.safetensors'), 'mine'),
    },
    {
      name: 'a model without its network',
      args: ['convert', 'w.safetensors', 'model'],
      status: 2,
      says: /add --spec/,
    },
    {
      name: 'Keras’s names without the network',
      args: ['convert', 'w.safetensors', 'o.safetensors', '--names', 'keras'],
      status: 2,
      says: /add --spec/,
    },
    { name: 'HDF5', args: ['convert', 'w.safetensors', 'o.h5'], status: 2, says: /does not write it/ },
    {
      name: 'a pickle to write',
      args: ['convert', 'w.safetensors', 'o.pth'],
      status: 2,
      says: /writes no pickles/,
    },
    {
      name: 'shards of one file',
      args: ['convert', 'w.safetensors', 'o.safetensors', '--shards', '1MB'],
      status: 2,
      says: /--shards wants/,
    },
    {
      name: 'a size of nothing',
      args: ['convert', 'w.safetensors', 'o.safetensors', '--shards', '0MB'],
      status: 2,
      says: /500MB/,
    },
    {
      name: 'a spec with two networks',
      args: ['convert', 'w.safetensors', 'o.safetensors', '--spec', 'two.resnet'],
      status: 1,
      says: /--network/,
      before: () => writeFileSync(join(cwd, 'two.resnet'), spec + spec.replace('small', 'other')),
    },
    {
      name: 'a network of no spec',
      args: ['inspect', 'w.safetensors', '--set', 'classes=3'],
      status: 2,
      says: /--set is for the network of --spec/,
    },
    { name: 'no command', args: [], status: 2, says: /inspect/ },
    { name: 'an unknown command', args: ['convrt'], status: 2, says: /Did you mean convert/ },
  ];
  test.each(rows)('$name', ({ args, status, says, before }) => {
    before?.();
    const list = () => readdirSync(cwd, { recursive: true, encoding: 'utf8' }).sort();
    const files = list();
    const result = run(...args);
    expect(result.stderr).toMatch(says);
    expect(result).toMatchObject({ status, stdout: '' });
    expect(list()).toEqual(files);
  });

  test('a checkpoint of another network, and names both', () => {
    const specs = new URL('../../specs/', import.meta.url).pathname;
    const seeded = [
      'compile',
      join(specs, 'resnet20.resnet'),
      '--target',
      'tfjs',
      '--seed',
      '1',
      '-o',
      'r20',
    ];
    expect(rnc(seeded, { cwd })).toMatchObject({ status: 0 });
    const { status, stderr } = run(
      'inspect',
      'r20/resnet20.weights.safetensors',
      '--spec',
      join(specs, 'resnet32.resnet'),
    );
    expect(status).toBe(1);
    expect(stderr).toContain('looks like resnet20 (specs/resnet20.resnet); this network is resnet32');
  });
});

// A file system of its own, of 64 KiB; who may not mount one skips this, but not under CI=true.
const mayMount = process.env.CI === 'true' || spawnSync('unshare', ['-m', 'true']).status === 0;
test.skipIf(process.platform !== 'linux' || !mayMount).each([
  ['one file', 'disk/o.safetensors', []],
  ['shards', 'disk/o.safetensors.index.json', ['--shards', '20KB']],
])('a full disk keeps nothing of %s', (_, to, more) => {
  mkdirSync(join(cwd, 'disk'));
  writeFileSync(
    join(cwd, 'big.safetensors'),
    bytesOf({ a: [4096], b: [4096], c: [4096], d: [4096], e: [4096] }),
  );
  const script = 'mount -t tmpfs -o size=64k tmpfs disk && "$@"; status=$?; ls -A disk; exit $status';
  const command = [process.execPath, program, 'weights', 'convert', 'big.safetensors', to, ...more];
  const result = spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', ...command], {
    cwd,
    encoding: 'utf8',
    env: environment,
  });
  expect(result.stderr).toContain('no space is left on the disk');
  expect(result).toMatchObject({ status: 2, stdout: '' });
});

test('a read-only folder is left as it is', () => {
  mkdirSync(join(cwd, 'fixed'));
  chmodSync(join(cwd, 'fixed'), 0o555);
  // Nothing is forbidden to root, so another user runs it.
  const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
  chmodSync(cwd, 0o755);
  const [command, ...args] = [...asNobody, process.execPath, program, 'weights', 'convert', 'w.safetensors'];
  for (const to of ['fixed/o.safetensors', 'fixed/o.safetensors.index.json']) {
    const result = spawnSync(command!, [...args, to], { cwd, encoding: 'utf8', env: environment });
    expect(result.stderr).toContain('permission denied');
    expect(result.status).toBe(2);
  }
  expect(readdirSync(join(cwd, 'fixed'))).toEqual([]);
  expect(statSync(join(cwd, 'fixed')).mode & 0o777).toBe(0o555);
});
