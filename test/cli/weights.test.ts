import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { rnc } from './run-cli.ts';
import { bytesOf, folderOfSmall } from './small-network.ts';

let cwd: string;
beforeEach(() => {
  cwd = folderOfSmall();
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
