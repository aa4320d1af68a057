import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import {
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  type TensorProtoSchema,
} from '../../src/onnx-schema/onnx-ml_pb.js';
import { formatFault } from '../../src/weights/format-fault.ts';
import { readOnnx } from '../../src/weights/onnx.ts';
import type { Sibling } from '../../src/weights/weight-file.ts';

type TensorInit = MessageInitShape<typeof TensorProtoSchema>;

const modelWith = (...initializer: readonly TensorInit[]): Uint8Array =>
  toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, { irVersion: 7n, graph: { initializer: [...initializer] } }),
  );

const noSibling: Sibling = (name) => formatFault(`there is no ${name}`);

/** 1, −2 and 0.5 in each way in which a file may hold them. The bit patterns are IEEE 754's, by hand. */
const three = { name: 'w', dims: [3n] };
const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const float32 = bytes(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f);
const forms: readonly (readonly [string, string, TensorInit])[] = [
  ['float32, raw', 'F32', { ...three, dataType: DataType.FLOAT, rawData: float32 }],
  ['float32, in a field', 'F32', { ...three, dataType: DataType.FLOAT, floatData: [1, -2, 0.5] }],
  ['float64, in a field', 'F64', { ...three, dataType: DataType.DOUBLE, doubleData: [1, -2, 0.5] }],
  [
    'float64, raw',
    'F64',
    {
      ...three,
      dataType: DataType.DOUBLE,
      rawData: bytes(0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f),
    },
  ],
  [
    'float16, raw',
    'F16',
    { ...three, dataType: DataType.FLOAT16, rawData: bytes(0, 0x3c, 0, 0xc0, 0, 0x38) },
  ],
  [
    'float16, in a field',
    'F16',
    { ...three, dataType: DataType.FLOAT16, int32Data: [0x3c00, 0xc000, 0x3800] },
  ],
  [
    'bfloat16, raw',
    'BF16',
    { ...three, dataType: DataType.BFLOAT16, rawData: bytes(0x80, 0x3f, 0, 0xc0, 0, 0x3f) },
  ],
];

describe('weights of an ONNX model', () => {
  it.each(forms)('are read from %s', (_, dtype, tensor) => {
    const file = readOnnx(modelWith(tensor), noSibling);
    if ('code' in file) throw new Error(JSON.stringify(file));
    expect(file.tensors.get('w')).toEqual({ shape: [3], data: new Float32Array([1, -2, 0.5]) });
    expect(file.dtypes.get('w')).toBe(dtype);
  });

  it('keep their order, scalars and empty tensors; integers are left out', () => {
    const file = readOnnx(
      modelWith(
        { name: '__proto__', dims: [], dataType: DataType.FLOAT, floatData: [7] },
        { name: 'shape', dims: [2n], dataType: DataType.INT64, int64Data: [1n, 2n] },
        { name: 'a', dims: [2n, 0n], dataType: DataType.FLOAT },
      ),
      noSibling,
    );
    if ('code' in file) throw new Error(JSON.stringify(file));
    expect([...file.tensors]).toEqual([
      ['__proto__', { shape: [], data: new Float32Array([7]) }],
      ['a', { shape: [2, 0], data: new Float32Array() }],
    ]);
    expect([...file.dtypes]).toEqual([
      ['__proto__', 'F32'],
      ['shape', 'I64'],
      ['a', 'F32'],
    ]);
  });

  it('are read from a file beside the model, once', () => {
    const asked: string[] = [];
    const sibling: Sibling = (name) => {
      asked.push(name);
      return Uint8Array.from([...new Uint8Array(4), ...float32]);
    };
    const file = readOnnx(
      modelWith(outside('b', 1, { offset: '12' }), outside('a', 2, { offset: '4', length: '8' })),
      sibling,
    );
    if ('code' in file) throw new Error(JSON.stringify(file));
    expect([...file.tensors]).toEqual([
      ['b', { shape: [1], data: new Float32Array([0.5]) }],
      ['a', { shape: [2], data: new Float32Array([1, -2]) }],
    ]);
    expect(asked).toEqual(['net.onnx.data']);
  });
});

/** A float32 vector in net.onnx.data, or where `entries` says. */
function outside(name: string, count: number, entries: Readonly<Record<string, string>>): TensorInit {
  const all = { location: 'net.onnx.data', ...entries };
  return {
    name,
    dims: [BigInt(count)],
    dataType: DataType.FLOAT,
    dataLocation: DataLocation.EXTERNAL,
    externalData: Object.entries(all).map(([key, value]) => ({ key, value })),
  };
}

const sixteen: Sibling = () => new Uint8Array(16);

describe('a bad ONNX model is refused', () => {
  const raw = (dims: readonly bigint[], rawData: Uint8Array) => ({
    name: 'w',
    dims: [...dims],
    dataType: DataType.FLOAT,
    rawData,
  });
  const sound = modelWith({ ...three, dataType: DataType.FLOAT, rawData: float32 });
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);

  it.each<readonly [string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(), /it is empty/],
    ['zeros', new Uint8Array(100), /no ONNX model/],
    ['cut short', sound.subarray(0, sound.length - 5), /cut short/],
    ['a web page', text('<!DOCTYPE html><html></html>'), /web page/],
    [
      'a Git LFS pointer',
      text('version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n'),
      /Git LFS pointer/,
    ],
    ['a pickle', Uint8Array.from([0x80, 2, 0x8a, 10]), /pickle/],
    [
      'without a graph',
      toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 7n })),
      /no ONNX model/,
    ],
    ['nested without end', nested(200_000), /no ONNX model|cut short/],
    [
      'with a tensor without a name',
      modelWith({ dims: [1n], dataType: DataType.FLOAT, floatData: [1] }),
      /no name/,
    ],
    ['with one name twice', modelWith(raw([3n], float32), raw([3n], float32)), /"w" twice/],
    ['with too few bytes', modelWith(raw([4n], float32)), /"w" is \[4\], which is not 12 bytes/],
    [
      'with too few numbers',
      modelWith({ ...three, dataType: DataType.FLOAT, floatData: [1] }),
      /"w" is \[3\], which is not 1 number$/,
    ],
    ['with a negative extent', modelWith(raw([-3n], float32)), /shape \[-3\]/],
    ['with an extent beyond 2⁵³', modelWith(raw([2n ** 60n], float32)), /shape \[1152921504606846976\]/],
    ['with a product beyond 2⁵³', modelWith(raw([2n ** 40n, 2n ** 40n], float32)), /which is not 12 bytes/],
    ['of rank 100', modelWith(raw(new Array(100).fill(1n), float32)), /shape/],
    ['with segments', modelWith({ ...raw([3n], float32), segment: { begin: 0n, end: 3n } }), /segments/],
    [
      'with a sparse tensor',
      toBinary(
        ModelProtoSchema,
        create(ModelProtoSchema, { irVersion: 7n, graph: { sparseInitializer: [{ dims: [1n] }] } }),
      ),
      /sparse/,
    ],
  ])('%s', (_, model, reason) => {
    expect(readOnnx(model, noSibling)).toMatchObject({
      code: 'weights/format',
      parameters: { reason: expect.stringMatching(reason) },
    });
  });

  it.each([
    [DataType.INT8, 'I8'],
    [DataType.FLOAT8E4M3FN, 'FLOAT8E4M3FN'],
    [DataType.STRING, 'STRING'],
    [99 as DataType, 'of type 99'],
  ])('with numbers of type %s', (dataType, dtype) => {
    expect(readOnnx(modelWith({ ...three, dataType }), noSibling)).toMatchObject({
      code: 'weights/dtype',
      parameters: { tensor: 'w', dtype },
    });
  });

  it.each<readonly [string, readonly TensorInit[], RegExp]>([
    ...['../secret', '/etc/passwd', 'a/b', 'a\\b', 'C:x', '..', '.', '', 'a\0b', 'a\nb'].map(
      (location) =>
        [
          `data in ${JSON.stringify(location)}`,
          [outside('w', 4, { location })],
          /no file beside the model/,
        ] as const,
    ),
    [
      'data beyond the end',
      [outside('w', 8, { length: '32' })],
      /bytes 0 to 32 of net.onnx.data, which has 16/,
    ],
    ['data behind the end', [outside('w', 1, { offset: '20' })], /bytes 20 to 16/],
    ['data of another length', [outside('w', 3, { length: '16' })], /"w" is \[3\], which is not 16 bytes/],
    [
      'data that overlaps',
      [outside('a', 3, { length: '12' }), outside('b', 2, { offset: '8' })],
      /"b" overlaps the tensor before it in net.onnx.data, at byte 8/,
    ],
    ['a negative offset', [outside('w', 4, { offset: '-4' })], /the offset of tensor "w" is "-4"/],
    ['an offset that is no number', [outside('w', 4, { offset: '0x4' })], /offset/],
    ['a length beyond 2⁵³', [outside('w', 4, { length: '99999999999999999999' })], /length/],
  ])('with %s', (_, tensors, reason) => {
    expect(readOnnx(modelWith(...tensors), sixteen)).toMatchObject({
      code: 'weights/format',
      parameters: { reason: expect.stringMatching(reason) },
    });
  });

  it('whose data is not there', () => {
    expect(readOnnx(modelWith(outside('w', 4, {})), noSibling)).toMatchObject({
      parameters: { reason: 'net.onnx.data: there is no net.onnx.data' },
    });
  });
});

/** A graph in an attribute of a node in a graph, and so on: fields 7, 1, 5 and 6, whose lengths are all larger than what follows. */
function nested(depth: number): Uint8Array {
  const pattern = [0x0a, 0xff, 0xff, 0xff, 0x7f, 0x2a, 0xff, 0xff, 0xff, 0x7f, 0x32, 0xff, 0xff, 0xff, 0x7f];
  return Uint8Array.from([8, 7, 0x3a, 0xff, 0xff, 0xff, 0x7f, ...new Array(depth).fill(pattern).flat()]);
}
