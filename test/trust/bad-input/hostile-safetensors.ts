import { fileOf, headerOf } from '../../weights/safetensors-bytes.ts';
import type { WeightsCase } from './weights-case.ts';

const four = [0, 0, 0, 0];
export const described = (fields: object, data: readonly number[] = four): Uint8Array =>
  fileOf(
    JSON.stringify({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4], ...fields } }),
    Uint8Array.from(data),
  );
const two = (first: [number, number], second: [number, number], length: number): Uint8Array =>
  fileOf(
    headerOf({
      a: { dtype: 'F32', shape: [(first[1] - first[0]) / 4], data_offsets: first },
      b: { dtype: 'F32', shape: [(second[1] - second[0]) / 4], data_offsets: second },
    }),
    new Uint8Array(length),
  );
const lengthOnly = (length: bigint, total = 24): Uint8Array => {
  // What lies behind 24 bytes is memory that nobody touches: a file of 100 MB costs nothing.
  const file = new Uint8Array(total).fill(0x20, 0, 24);
  new DataView(file.buffer).setBigUint64(0, length, true);
  return file;
};
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));

type Row = readonly [name: string, file: Uint8Array, reason: RegExp];

const rows: Readonly<Record<string, readonly Row[]>> = {
  'W header': [
    ['empty', new Uint8Array(0), /it is empty/],
    ['7 bytes', new Uint8Array(7), /it has 7 bytes/],
    ['8 bytes', new Uint8Array(8), /does not start with \{/],
    ['header of no bytes', lengthOnly(0n), /does not start with \{/],
    ['header one byte past the file', lengthOnly(17n), /17 bytes long, and only 16 follow/],
    ['header of 2⁶³ bytes', lengthOnly(2n ** 63n), /9223372036854775808 bytes long/],
    ['header of 2⁶⁴ − 1 bytes', lengthOnly(2n ** 64n - 1n), /18446744073709551615 bytes long/],
    ['header of the limit', lengthOnly(100_000_000n, 100_000_008), /does not start with \{/],
    ['header longer than the limit', lengthOnly(100_000_001n, 100_000_009), /the limit is 100000000/],
    ['header not an object', fileOf('[]'), /does not start with \{/],
    ['header after a blank', fileOf(' {}'), /does not start with \{/],
  ],
  'W json': [
    ['header not JSON', fileOf('{"a":'), /^its header is not JSON/],
    ['header with something behind it', fileOf('{}{}'), /not JSON/],
    ['header not UTF-8', fileOf(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)), /not UTF-8/],
    [
      'header 100,000 lists deep',
      fileOf(`{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`),
      /not described by an object/,
    ],
    [
      'a name twice',
      fileOf('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"\\u0061":{}}'),
      /says "a" twice/,
    ],
    [
      'a field twice',
      fileOf('{"a":{"dtype":"F32","dtype":"F16","shape":[],"data_offsets":[0,4]}}'),
      /"dtype" twice/,
    ],
    ['metadata of numbers', fileOf('{"__metadata__":{"a":1}}'), /__metadata__/],
    ['metadata of texts and numbers', fileOf('{"__metadata__":{"a":"b","c":1}}'), /__metadata__/],
    ['metadata a list', fileOf('{"__metadata__":["a"]}'), /__metadata__/],
    ['a tensor that is a text', fileOf('{"a":"b"}'), /not described by an object/],
    ['a tensor that is null', fileOf('{"a":null}'), /not described by an object/],
    ['an unknown field', described({ offset: 0 }), /unknown field "offset"/],
    ['dtype a number', described({ dtype: 1 }), /has no dtype/],
  ],
  'W shapes': [
    ['shape a text', described({ shape: '1' }), /shape of tensor "a"/],
    ['shape negative', described({ shape: [-1] }), /shape of tensor "a"/],
    ['shape fractional', described({ shape: [0.5] }), /shape of tensor "a"/],
    ['shape beyond 2⁵³', described({ shape: [2 ** 53] }), /shape of tensor "a"/],
    ['shape too large for its bytes', described({ shape: [2 ** 40] }), /is not 4 bytes/],
    ['shape whose product overflows', described({ shape: [2 ** 52, 2 ** 52, 2 ** 52] }), /is not 4 bytes/],
    ['shape too large by its rank', described({ shape: Array(100).fill(2 ** 40) }), /is not 4 bytes/],
    [
      'shape of 17 extents, of which 16 are said',
      described({ shape: Array(17).fill(2) }),
      /is F32 \[(2,){15}2\], which is not 4 bytes/,
    ],
    [
      'a shape that is not its bytes, behind another',
      fileOf(
        headerOf({
          a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
          b: { dtype: 'F32', shape: [2], data_offsets: [4, 8] },
        }),
        Array(8).fill(0),
      ),
      /tensor "b" is F32 \[2\], which is not 4 bytes/,
    ],
  ],
  'W offsets': [
    ['offsets negative', described({ data_offsets: [-4, 0] }), /data_offsets of tensor "a"/],
    ['offsets fractional', described({ data_offsets: [0.5, 4] }), /data_offsets of tensor "a"/],
    ['offsets beyond 2⁵³', described({ data_offsets: [0, 2 ** 53] }), /data_offsets of tensor "a"/],
    ['one offset', described({ data_offsets: [0] }), /data_offsets of tensor "a"/],
    ['begin behind end', described({ data_offsets: [4, 0] }), /begins at byte 4, behind its end at 0/],
    ['data cut short', described({}, [0, 0, 0]), /take 4 bytes, and only 3 are there/],
    ['data too long', described({}, [0, 0, 0, 0, 0]), /last 1 bytes belong to no tensor/],
    [
      'no tensor at the start',
      described({ data_offsets: [4, 8] }, Array(8).fill(0)),
      /4 bytes before tensor "a"/,
    ],
    ['overlap', two([0, 8], [4, 12], 12), /tensor "b" overlaps/],
    ['the same bytes twice', two([0, 4], [0, 4], 4), /tensor "b" overlaps/],
    ['hole', two([0, 4], [8, 12], 12), /4 bytes before tensor "b" belong to no tensor/],
  ],
  'W kinds': [
    [
      'Git LFS pointer',
      bytes('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n'),
      /Git LFS pointer/,
    ],
    ['web page', bytes('\n<!DOCTYPE html>\n<html><title>404'), /web page/],
    ['error in XML', bytes('<?xml version="1.0"?><Error/>'), /web page/],
    [
      'old PyTorch checkpoint',
      bytes('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.'),
      /PyTorch checkpoint \(a pickle\)/,
    ],
    [
      'PyTorch checkpoint',
      bytes(`PK\x03\x04${'\0'.repeat(22)}\x11\0\x02\0resnet18/data.pkl`),
      /PyTorch checkpoint \(a ZIP around a pickle\)/,
    ],
    ['npz', bytes(`PK\x03\x04${'\0'.repeat(22)}\x05\0\0\0a.npy`), /\.npz archive/],
    ['npy', bytes('\x93NUMPY\x01\0v\0'), /one NumPy array/],
    ['gzip', bytes('\x1f\x8b\x08\0\0\0\0\0\0'), /gzip/],
  ],
};

/** Files in the place of safetensors, each wrong in one way. */
export const hostileSafetensors: readonly WeightsCase[] = [
  ...Object.entries(rows).flatMap(([row, cases]) =>
    cases.map(
      ([name, file, says]): WeightsCase => ({ row, name, file, answer: { code: 'weights/format', says } }),
    ),
  ),
  ...['F8_E4M3', 'I8', 'U8', 'I4', 'toString'].map(
    (dtype): WeightsCase => ({
      row: 'W types',
      name: dtype,
      file: described({ dtype, shape: [4] }),
      answer: { code: 'weights/dtype', says: new RegExp(`^a ${dtype}$`) },
    }),
  ),
];
