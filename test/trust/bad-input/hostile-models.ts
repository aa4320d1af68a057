import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { writeSafetensors } from '../../../src/weights/safetensors.ts';
import type { WeightsCase } from './weights-case.ts';

type Files = Readonly<Record<string, Uint8Array>>;

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const json = (value: unknown): Uint8Array => text(JSON.stringify(value));
const shard = (...names: readonly string[]): Uint8Array =>
  writeSafetensors(names.map((name, index) => ({ name, shape: [2], data: Float32Array.of(index, 0.5) })));

const refused = (row: string, name: string, file: Uint8Array, beside: Files, part: string): WeightsCase => ({
  row,
  name,
  file,
  beside,
  answer: {
    code: part.startsWith('weights/dtype') ? 'weights/dtype' : 'weights/format',
    says: new RegExp(part.replace('weights/dtype ', '^').replace(/[.[\]+]/g, '\\$&')),
  },
});

const a = 'm-1.safetensors';
const b = 'm-2.safetensors';

const shards: readonly WeightsCase[] = (
  [
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
  ] satisfies readonly (readonly [string, unknown, Files, string])[]
).map(([name, map, beside, part]) =>
  refused('W shards', name, json({ metadata: {}, weight_map: map }), beside, part),
);

const weight = (name: string, shape: unknown = [2], dtype: unknown = 'float32', more: object = {}) => ({
  name,
  shape,
  dtype,
  ...more,
});
const model = (weights: unknown, paths: unknown = ['a.bin'], more: object = {}) =>
  json({ format: 'layers-model', modelTopology: {}, weightsManifest: [{ paths, weights }], ...more });
const files = { 'a.bin': new Uint8Array(8) };

const layersModels: readonly WeightsCase[] = (
  [
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
  ] satisfies readonly (readonly [string, Uint8Array, Files, string])[]
).map(([name, file, beside, part]) =>
  refused('W shards', `a model of TensorFlow.js: ${name}`, file, beside, part),
);

const kinds: readonly WeightsCase[] = (
  [
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
  ] satisfies readonly (readonly [string, Uint8Array, string])[]
).map(([name, file, part]) => refused('W kinds', name, file, {}, part));

/** A model whose graph has this many nodes with nothing in them: two bytes for each. */
const emptyNodes = (count: number): Uint8Array =>
  new BinaryWriter()
    .tag(1, WireType.Varint)
    .int64(7n)
    .tag(7, WireType.LengthDelimited)
    .bytes(Buffer.alloc(2 * count, '\n\0'))
    .finish();

const names: readonly WeightsCase[] = [
  {
    row: 'W names',
    name: 'of one file',
    file: shard('__proto__', 'constructor', 'toString', ''),
    answer: 'read',
  },
  {
    row: 'W names',
    name: 'of an index',
    file: text(`{"weight_map": {"__proto__": "${a}"}}`),
    beside: { [a]: shard('__proto__') },
    answer: 'read',
  },
  {
    row: 'W names',
    name: 'of a model of TensorFlow.js',
    file: model([weight('__proto__')]),
    beside: files,
    answer: 'read',
  },
];

/** Files of the other formats, each wrong in one way. */
export const hostileModels: readonly WeightsCase[] = [
  ...shards,
  ...layersModels,
  ...kinds,
  ...names,
  refused('W json', 'ONNX of two million empty messages', emptyNodes(2_000_000), {}, 'far too many'),
  refused('W json', 'ONNX cut short', emptyNodes(3).slice(0, -1), {}, 'or one cut short'),
];
