import { describe, expect, test } from 'vitest';
import { formatFault } from '../../src/weights/format-fault.ts';
import { readWeights } from '../../src/weights/read-weights.ts';
import { writeSafetensors } from '../../src/weights/safetensors.ts';
import { countOf, type FileFault } from '../../src/weights/tensor.ts';
import type { WeightFile } from '../../src/weights/weight-file.ts';
import { hasH5py, type KerasLayout, kerasFile } from '../oracles/keras-file.ts';
import { sound } from './networks.ts';

type Siblings = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

const absent = formatFault('there is no such file');

const read = (bytes: Uint8Array<ArrayBuffer>, siblings: Siblings = {}): Promise<WeightFile | FileFault> =>
  readWeights(bytes, (name) => (Object.hasOwn(siblings, name) ? siblings[name]! : absent));

const json = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value));
const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);
const shard = (...names: readonly string[]) =>
  writeSafetensors(names.map((name, index) => ({ name, shape: [2], data: Float32Array.of(index, 0.5) })));

async function refusal(bytes: Uint8Array<ArrayBuffer>, siblings: Siblings): Promise<string> {
  const result = await read(bytes, siblings);
  if (!('code' in result)) return 'read';
  return `${result.code} ${Object.values(result.parameters).join(' ')}`;
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

  test('a tensor called __proto__ is a tensor', async () => {
    const file = await read(text(`{"weight_map": {"__proto__": "${a}"}}`), { [a]: shard('__proto__') });
    expect([...sound(file).tensors.keys()]).toEqual(['__proto__']);
  });

  const rows: readonly (readonly [string, unknown, Siblings, string])[] = [
    ['no map', [], {}, 'weight_map'],
    ['an empty map', {}, {}, 'names no tensors'],
    ['a number for a file', { x: 1 }, {}, 'no .safetensors file beside it'],
    ['a file above', { x: '../m.safetensors' }, {}, '"../m.safetensors"'],
    ['a file below', { x: 'sub/m.safetensors' }, {}, '"sub/m.safetensors"'],
    ['an absolute file', { x: '/etc/m.safetensors' }, {}, 'no .safetensors file beside it'],
    ['a drive', { x: 'C:m.safetensors' }, {}, 'no .safetensors file beside it'],
    ['a backslash', { x: '..\\m.safetensors' }, {}, 'no .safetensors file beside it'],
    ['a NUL', { x: 'm\0.safetensors' }, {}, 'no .safetensors file beside it'],
    ['a pickle', { x: 'pytorch_model-00001.bin' }, {}, 'no .safetensors file beside it'],
    ['a file that is not there', { x: a }, {}, 'there is no such file'],
    [
      'a hundred thousand files',
      Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`t${n}`, `m-${n}.safetensors`])),
      {},
      'more than 1024 files',
    ],
    ['a tensor in two files', { x: a, y: b }, { [a]: shard('x'), [b]: shard('y', 'x') }, `in "${a}" as well`],
    ['a tensor that no file is said to have', { x: a }, { [a]: shard('x', 'y') }, 'is in no file'],
    ['a tensor that its file has not', { x: a, y: a }, { [a]: shard('x') }, 'has no tensor "y"'],
    ['a shard cut short', { x: a }, { [a]: shard('x').slice(0, -1) }, `${a}: its tensors take 8 bytes`],
    ['an index for a shard', { x: a }, { [a]: json({ weight_map: { x: a } }) }, `${a}: it is JSON`],
  ];
  test.each(rows)('%s is refused', async (_, map, siblings, part) => {
    expect(await refusal(index(map), siblings)).toContain(part);
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

  const files = { 'a.bin': bytes(2) };
  test.each<readonly [string, Uint8Array<ArrayBuffer>, Siblings, string]>([
    ['a graph model', model([], [], { format: 'graph-model' }), {}, 'graph model'],
    ['no manifest', json({ modelTopology: {}, weightsManifest: 3 }), {}, 'not a list'],
    ['a group without paths', json({ weightsManifest: [{ weights: [] }] }), {}, 'no paths'],
    ['a path above', model([weight('a')], ['../a.bin']), {}, 'no file beside it'],
    ['a path that is a number', model([weight('a')], [1]), {}, 'no file beside it'],
    ['a path twice', model([weight('a')], ['a.bin', 'a.bin']), files, 'twice'],
    [
      'too many paths',
      model(
        [],
        Array.from({ length: 2000 }, (_, n) => `${n}.bin`),
      ),
      Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`${n}.bin`, new Uint8Array()])),
      'more than 1024 files',
    ],
    ['a file that is not there', model([weight('a')], ['b.bin']), files, 'there is no such file'],
    ['a weight without a name', model([{}]), files, 'no name'],
    ['a negative extent', model([weight('a', [-2])]), files, 'whole numbers'],
    ['an extent of 2⁶⁰', model([weight('a', [2 ** 60])]), files, 'whole numbers'],
    ['more numbers than there are', model([weight('a', [3])]), files, 'would end at byte 12'],
    ['a product that overflows', model([weight('a', [2 ** 40, 2 ** 40])]), files, 'would end at byte'],
    ['fewer numbers than there are', model([weight('a', [1])]), files, '4 bytes'],
    ['two of one name', model([weight('a', [1]), weight('a', [1])]), files, 'twice'],
    ['texts', model([weight('a', [2], 'string')]), files, 'weights/dtype a string'],
    [
      'quantised weights',
      model([weight('a', [8], 'float32', { quantization: { dtype: 'uint8', min: 0, scale: 1 } })]),
      files,
      'weights/dtype a quantised uint8',
    ],
  ])('%s is refused', async (_, file, siblings, part) => {
    expect(await refusal(file, siblings)).toContain(part);
  });
});

test.each<readonly [string, Uint8Array<ArrayBuffer>, string]>([
  ['other JSON', json({ a: 1 }), 'neither the index'],
  ['JSON cut short', text('{"weight_map": {"a": "b'), 'is not JSON'],
  ['a key twice', text('{"weight_map": {}, "weight_map": {}}'), 'says "weight_map" twice'],
  ['JSON 100,000 deep', text(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 'neither the index'],
  ['JSON that is no UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d, 0x20), 'is not UTF-8'],
  [
    'an HDF5 signature alone',
    Uint8Array.from('\x89HDF\r\n\x1a\n', (c) => c.charCodeAt(0)),
    'HDF5 that is damaged',
  ],
  [
    'a Keras archive',
    Uint8Array.from(`${'PK\x03\x04'.padEnd(26, '\0')}\x0d\0\0\0metadata.json`, (c) => c.charCodeAt(0)),
    'Keras archive',
  ],
  ['nothing', new Uint8Array(), 'it is empty'],
])('%s is recognised and refused', async (_, file, part) => {
  expect(await refusal(file, {})).toContain(part);
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
    expect(await refusal(h5.slice(0, -16), {})).toMatch(
      /"kernel:0" takes bytes \d+ to \d+, and the file ends at/,
    );
  });

  test.skipIf(!hasH5py).each<readonly [KerasLayout]>([['weights'], ['model'], ['keras3']])(
    'HDF5, %s',
    async (layout) => {
      const { h5 } = kerasFile(layers, layout);
      const outcomes = new Set<string>();
      for (const bytes of damaged(h5, 100)) outcomes.add(await outcome(bytes));
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
