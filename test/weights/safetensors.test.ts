import { describe, expect, test } from 'vitest';
import { readSafetensors, readSafetensorsFile, writeSafetensors } from '../../src/weights/safetensors.ts';
import type { FileFault, WeightTensor } from '../../src/weights/tensor.ts';
import { described, hostileSafetensors } from '../trust/bad-input/hostile-safetensors.ts';
import type { WeightsCase } from '../trust/bad-input/weights-case.ts';
import { fileOf, headerOf } from './safetensors-bytes.ts';

function tensorsIn(bytes: Uint8Array): ReadonlyMap<string, WeightTensor> {
  const result = readSafetensors(bytes);
  if ('code' in result) throw new Error(JSON.stringify(result));
  return result;
}

/** Code and text of what is wrong; undefined where the file is read. */
function faultIn(bytes: Uint8Array): (FileFault & { text: string }) | undefined {
  const result = readSafetensors(bytes);
  return 'code' in result ? { ...result, text: Object.values(result.parameters).join(' ') } : undefined;
}

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));

describe('reading', () => {
  test('F32 on a multiple of 4 is a view, elsewhere a copy', () => {
    // 1.5 is 0x3fc00000, −2 is 0xc0000000 (IEEE 754).
    const data = [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0];
    const header = headerOf({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } });
    const file = fileOf(header.padEnd(Math.ceil(header.length / 8) * 8), data);
    const aligned = tensorsIn(file).get('a')!;
    expect(aligned).toEqual({ shape: [2], data: Float32Array.of(1.5, -2) });
    expect(aligned.data.buffer).toBe(file.buffer);

    const shifted = new Uint8Array(file.length + 1);
    shifted.set(file, 1);
    const copied = tensorsIn(shifted.subarray(1)).get('a')!;
    expect(copied.data).toEqual(Float32Array.of(1.5, -2));
    expect(copied.data.buffer).not.toBe(shifted.buffer);
  });

  // Encodings from IEEE 754-2008, table 3.5, and bfloat16 as the upper half of binary32.
  test.each<[string, readonly number[], readonly number[]]>([
    [
      'F16',
      [0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x0400],
      [1, -2, 65504, 2 ** -24, 1023 * 2 ** -24, 2 ** -14],
    ],
    ['F16', [0x7c00, 0xfc00, 0x7e00, 0x8000, 0x3555], [Infinity, -Infinity, NaN, -0, 0.333251953125]],
    ['BF16', [0x3f80, 0xc000, 0x7f80, 0x7fc0, 0x0080, 0x4049], [1, -2, Infinity, NaN, 2 ** -126, 3.140625]],
  ])('%s widens exactly: %j', (dtype, words, expected) => {
    const data = new Uint8Array(Uint16Array.from(words).buffer);
    const header = headerOf({ a: { dtype, shape: [words.length], data_offsets: [0, data.length] } });
    expect([...tensorsIn(fileOf(header, data)).get('a')!.data]).toEqual(expected);
  });

  test('F64 rounds to the nearest float32', () => {
    const data = new Uint8Array(Float64Array.of(0.1, 1 + 2 ** -25, 1e300).buffer);
    const header = headerOf({ a: { dtype: 'F64', shape: [3], data_offsets: [0, 24] } });
    expect([...tensorsIn(fileOf(header, data)).get('a')!.data]).toEqual([13421773 / 2 ** 27, 1, Infinity]);
  });

  test('counters are left out, scalars and empty tensors stay, in the header’s order', () => {
    const header = headerOf({
      'z.weight': { dtype: 'F32', shape: [], data_offsets: [8, 12] },
      'bn.num_batches_tracked': { dtype: 'I64', shape: [], data_offsets: [0, 8] },
      none: { dtype: 'F32', shape: [0, 2 ** 40], data_offsets: [8, 8] },
    });
    const tensors = tensorsIn(fileOf(header, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3f]));
    expect([...tensors.keys()]).toEqual(['z.weight', 'none']);
    expect(tensors.get('z.weight')).toEqual({ shape: [], data: Float32Array.of(1) });
    expect(tensors.get('none')!.data).toHaveLength(0);
  });

  test('names of Object’s own and metadata are nothing special', () => {
    const tensor = '{"dtype":"F32","shape":[],"data_offsets":';
    const header = `{"__metadata__":{"format":"pt"},"__proto__":${tensor}[0,4]},"constructor":${tensor}[4,8]}}`;
    const tensors = tensorsIn(fileOf(header, [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]));
    expect([...tensors].map(([name, { data }]) => [name, data[0]])).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });
});

// https://docs.rs/safetensors, `Dtype`: what is no floating-point number, and its bytes.
test.each<[dtype: string, bytes: number]>([
  ['I64', 8],
  ['U64', 8],
  ['I32', 4],
  ['U32', 4],
  ['I16', 2],
  ['U16', 2],
  ['BOOL', 1],
])('%s takes %i bytes, and is left out', (dtype, size) => {
  const file = (bytes: number) =>
    described({ dtype, shape: [3], data_offsets: [0, bytes] }, Array(bytes).fill(0));
  expect(tensorsIn(file(3 * size)).size).toBe(0);
  expect(faultIn(file(3 * size + 1))?.text).toContain(`is ${dtype} [3], which is not ${3 * size + 1} bytes`);
});

test.each(['I8', 'U8'])('%s takes a byte; one number alone is a counter', (dtype) => {
  expect(tensorsIn(described({ dtype, shape: [], data_offsets: [0, 1] }, [0])).size).toBe(0);
  expect(faultIn(described({ dtype, shape: [], data_offsets: [0, 2] }, [0, 0]))?.code).toBe('weights/format');
});

test('what else the file says', () => {
  const header =
    '{"__metadata__":{"format":"pt","by":"me"},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},' +
    '"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}';
  expect(readSafetensorsFile(fileOf(header, new Uint8Array(12)))).toEqual({
    format: 'safetensors',
    tensors: new Map([['w', { shape: [1], data: Float32Array.of(0) }]]),
    dtypes: new Map([
      ['n', 'I64'],
      ['w', 'F32'],
    ]),
    metadata: new Map([
      ['format', 'pt'],
      ['by', 'me'],
    ]),
    // The reference implementation sorts tensors by size and name; weights of Keras have the channels last.
    inOrder: false,
    flattening: 'channels-last',
  });
});

describe('hostile files are refused, with the reason', () => {
  const others: readonly WeightsCase[] = [
    ...hostileSafetensors,
    ...(
      [
        ['HDF5', bytes('\x89HDF\r\n\x1a\n'), /HDF5, as Keras saves it/],
        ['an index of shards', bytes('{"metadata": {}, "weight_map": {}}'), /it is JSON/],
      ] as const
    ).map(
      ([name, file, says]) =>
        ({ row: 'W kinds', name, file, answer: { code: 'weights/format', says } }) as const,
    ),
  ];
  test.each(others)('$row: $name', ({ file, answer }) => {
    const fault = faultIn(file);
    expect(fault && { code: fault.code, says: fault.text }).toEqual(
      answer !== 'read' && { code: answer.code, says: expect.stringMatching(answer.says) },
    );
  });

  test('a header length of 640 (bytes 80 02, as a pickle starts) is no pickle', () => {
    const header = headerOf({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }).padEnd(640);
    expect(tensorsIn(fileOf(header, [0, 0, 0, 0])).size).toBe(1);
  });

  test('the way out of a file cut short is another copy', () => {
    expect(faultIn(described({}, [0, 0, 0]))?.help).toMatch(/download or copy it again/);
    expect(faultIn(described({}, [0, 0, 0, 0, 0]))).not.toHaveProperty('help');
  });

  test('the way out of a pickle is three lines of Python', () => {
    const help = faultIn(bytes('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.'))!.help!;
    expect(help).toContain('weights_only=True');
    expect(help.split('\n').slice(1)).toHaveLength(3);
  });

  test('every prefix and every changed byte of a sound file gives an answer', () => {
    const file = writeSafetensors([
      { name: 'a', shape: [2], data: Float32Array.of(1, 2) },
      { name: 'b', shape: [], data: Float32Array.of(3) },
    ]);
    for (let length = 0; length < file.length; length++)
      expect(faultIn(file.subarray(0, length)), `${length} bytes`).toBeDefined();
    for (let offset = 0; offset < file.length; offset++)
      for (const bit of [1, 32, 128]) {
        const changed = Uint8Array.from(file);
        changed[offset]! ^= bit;
        expect(() => readSafetensors(changed)).not.toThrow();
      }
  });
});

describe('writing', () => {
  test('the format, byte by byte', () => {
    const header = '{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}'; // 56 bytes: no padding
    const file = writeSafetensors([{ name: 'w', shape: [1, 2], data: Float32Array.of(1.5, -2) }]);
    expect(file).toEqual(fileOf(header, [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0]));
  });

  test('what is written is read again, in order, from names that JSON reorders or escapes', () => {
    const tensors = ['b', '10', '2', 'a"\\\n\u2028', '__proto__'].map((name, index) => ({
      name,
      shape: [index, 1],
      data: Float32Array.from({ length: index }, (_, value) => value + index),
    }));
    const file = writeSafetensors(tensors);
    expect(Number(new DataView(file.buffer).getBigUint64(0, true)) % 8).toBe(0);
    const read = tensorsIn(file);
    expect(new Map([...read].sort())).toEqual(
      new Map(tensors.map(({ name, ...tensor }) => [name, tensor] as const).sort()),
    );
  });
});
