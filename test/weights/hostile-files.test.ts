import { describe, expect, test } from 'vitest';
import { formatFault } from '../../src/weights/format-fault.ts';
import { readWeights } from '../../src/weights/read-weights.ts';
import { writeSafetensors } from '../../src/weights/safetensors.ts';
import { countOf, type FileFault } from '../../src/weights/tensor.ts';
import type { WeightFile } from '../../src/weights/weight-file.ts';
import { hasH5py, type KerasLayout, kerasFile } from '../oracles/keras-file.ts';
import { weightsCases } from '../trust/bad-input/weights.ts';
import { siblingOf } from '../trust/bad-input/weights-case.ts';
import { sound } from './networks.ts';

type Siblings = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

const absent = formatFault('there is no such file');

const read = (bytes: Uint8Array<ArrayBuffer>, siblings: Siblings = {}): Promise<WeightFile | FileFault> =>
  readWeights(bytes, (name) => (Object.hasOwn(siblings, name) ? siblings[name]! : absent));

const json = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value));
const shard = (...names: readonly string[]) =>
  writeSafetensors(names.map((name, index) => ({ name, shape: [2], data: Float32Array.of(index, 0.5) })));

const textOf = ({ parameters }: FileFault): string => Object.values(parameters).join(' ');

async function refusal(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const result = await read(bytes);
  return 'code' in result ? textOf(result) : 'read';
}

describe('safetensors in shards', () => {
  const index = (map: unknown, metadata: unknown = {}) => json({ metadata, weight_map: map });
  const a = 'm-1.safetensors';
  const b = 'm-2.safetensors';

  test('are put together in the index’s order of files', async () => {
    const file = sound(
      await read(index({ x: a, y: b, z: a }, { total_size: 24 }), { [a]: shard('x', 'z'), [b]: shard('y') }),
    );
    expect(file).toMatchObject({ format: 'sharded-safetensors', metadata: new Map([['total_size', '24']]) });
    expect([...file.tensors.keys()]).toEqual(['x', 'z', 'y']);
    expect(file.tensors.get('z')!.data).toEqual(Float32Array.of(1, 0.5));
  });
});

describe('TensorFlow.js models', () => {
  const weight = (name: string, shape: unknown = [2], dtype: unknown = 'float32', more: object = {}) => ({
    name,
    shape,
    dtype,
    ...more,
  });
  const bytes = (count: number) => new Uint8Array(Float32Array.from({ length: count }, (_, n) => n).buffer);
  const model = (weights: unknown, paths: unknown = ['a.bin'], more: object = {}) =>
    json({ format: 'layers-model', modelTopology: {}, weightsManifest: [{ paths, weights }], ...more });

  test('are read across files, through a weight that is cut by their end', async () => {
    const manifest = model(
      [weight('a/kernel', [1, 3]), weight('count', [], 'int32'), weight('a/bias', [2])],
      ['a.bin', 'b.bin'],
    );
    const all = bytes(6);
    const file = sound(await read(manifest, { 'a.bin': all.slice(0, 7), 'b.bin': all.slice(7) }));
    expect(file.tensors.get('a/kernel')!.data).toEqual(Float32Array.of(0, 1, 2));
    expect(file.tensors.get('a/bias')!.data).toEqual(Float32Array.of(4, 5));
    expect([...file.dtypes]).toEqual([
      ['a/kernel', 'F32'],
      ['count', 'I32'],
      ['a/bias', 'F32'],
    ]);
  });
});

test.each(weightsCases)('$row: $name', async (given) => {
  const { file, answer } = given;
  const result = await readWeights(new Uint8Array(file), siblingOf(given));
  const outcome = 'code' in result ? { code: result.code, says: textOf(result) } : 'read';
  expect(outcome).toEqual(
    answer === 'read' ? answer : { ...answer, says: expect.stringMatching(answer.says) },
  );
});

/** Whole numbers, the same in every run (Park and Miller 1988). */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

/** The file cut at places all over it, and with bytes changed: its start, where the structure is, more often. */
function* damaged(bytes: Uint8Array<ArrayBuffer>, count: number): Generator<Uint8Array<ArrayBuffer>> {
  const random = numbers(count + bytes.length);
  yield bytes.slice(0, -4);
  for (let cut = 0; cut < count; cut++) yield bytes.slice(0, Math.floor((bytes.length * cut) / count));
  for (let change = 0; change < 3 * count; change++) {
    const copy = bytes.slice();
    const reach = change % 2 === 0 ? copy.length : Math.min(copy.length, 2048);
    for (let times = 1 + (change % 3); times > 0; times--)
      copy[random.next().value % reach] = change % 5 === 0 ? 0xff : random.next().value % 256;
    yield copy;
  }
}

/** What becomes of a damaged file; a tensor with fewer numbers than its shape says would be a wrong one. */
async function outcome(bytes: Uint8Array<ArrayBuffer>, siblings: Siblings = {}): Promise<string> {
  const result = await read(bytes, siblings);
  if ('code' in result) return 'refused';
  const whole = [...result.tensors.values()].every(({ shape, data }) => data.length === countOf(shape));
  return whole ? 'read' : 'read in part';
}

describe('damaged files are read or refused, and nothing throws', () => {
  const layers = [
    { layer: 'a', class: 'conv2d', path: 'a', variables: { kernel: [3, 3, 16, 32], bias: [32] } },
    {
      layer: 'b',
      class: 'batch_normalization',
      path: 'b',
      variables: { gamma: [4], beta: [4], moving_mean: [4], moving_variance: [4] },
    },
  ] as const;
  test.skipIf(!hasH5py)('HDF5 whose last tensor is cut short is refused', async () => {
    const { h5 } = kerasFile(
      [{ layer: 'a', class: 'dense', path: 'a', variables: { kernel: [64, 64] } }],
      'weights',
    );
    expect(await outcome(h5)).toBe('read');
    expect(await refusal(h5.slice(0, -16))).toMatch(
      /"kernel:0" takes bytes \d+ to \d+, and the file ends at/,
    );
  });

  // HDF5 1.x, III.A.1: signature, type, level, entries (2 bytes), two siblings; then keys and children in turn, 8 bytes each.
  test.skipIf(!hasH5py)(
    'HDF5 whose tree is eight levels of one node, 32 times over each, is refused',
    async () => {
      const { h5 } = kerasFile(layers, 'weights');
      const root = Buffer.from(h5).indexOf('TREE');
      const size = 24 + 32 * 16 + 8;
      const levels = 8;
      const file = Buffer.concat([h5, Buffer.alloc(levels * size)]);
      const leaf = file.readBigUInt64LE(root + 32);
      for (let level = 0; level <= levels; level++) {
        const at = level === levels ? root : h5.length + level * size;
        file.set(h5.subarray(root, root + 24), at);
        file.writeUInt8(level, at + 5);
        file.writeUInt16LE(32, at + 6);
        const child = level === 0 ? leaf : BigInt(h5.length + (level - 1) * size);
        for (let entry = 0; entry < 32; entry++) file.writeBigUInt64LE(child, at + 32 + 16 * entry);
      }
      expect(await refusal(new Uint8Array(file))).toContain('leads in circles');
    },
  );

  test.skipIf(!hasH5py).each<readonly [KerasLayout]>([['weights'], ['model'], ['keras3']])(
    'HDF5, %s',
    async (layout) => {
      const { h5 } = kerasFile(layers, layout);
      const outcomes = new Set<string>();
      for (const bytes of damaged(h5, 25)) outcomes.add(await outcome(bytes));
      expect(outcomes).toEqual(new Set(['read', 'refused']));
    },
  );

  test.each<readonly [string, Uint8Array<ArrayBuffer>, Siblings]>([
    ['safetensors', shard('a', 'b'), {}],
    ['an index', json({ weight_map: { a: 'a.safetensors' } }), { 'a.safetensors': shard('a') }],
    [
      'a TensorFlow.js model',
      json({
        weightsManifest: [{ paths: ['a.bin'], weights: [{ name: 'a', shape: [2], dtype: 'float32' }] }],
      }),
      { 'a.bin': new Uint8Array(8) },
    ],
  ])('%s', async (_, whole, siblings) => {
    const outcomes = new Set<string>();
    for (const bytes of damaged(whole, 200)) outcomes.add(await outcome(bytes, siblings));
    expect(outcomes).toEqual(new Set(['read', 'refused']));
  });
});
