import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { environment, program, rnc } from './run-cli.ts';
import { bytesOf, folderOfSmall, shapes, spec } from './small-network.ts';

let cwd: string;
beforeEach(() => {
  cwd = folderOfSmall();
});
const run = (...args: readonly string[]) => rnc(['weights', ...args], { cwd });
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(cwd, name)));
const fit = ['--spec', 'small.resnet'];

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
