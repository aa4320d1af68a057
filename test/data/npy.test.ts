import { describe, expect, test } from 'vitest';
import { readNpy, writeNpy } from '../../src/data/npy.ts';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));

/** A version 1 file, laid out by hand from numpy.lib.format’s description. */
function fileOf(header: string, data: ArrayBufferView = new Uint8Array(), version = 1): Uint8Array {
  const length = [header.length & 255, header.length >> 8, ...(version === 1 ? [] : [0, 0])];
  const start = [...latin('\x93NUMPY'), version, 0, ...length, ...latin(header)];
  return Uint8Array.from([...start, ...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}

const header = (descr: string, shape: string, order = 'False'): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }\n`;

describe('reading', () => {
  test.each([1, 2, 3])('version %i', (version) => {
    const file = fileOf(header('<f4', '2, 3'), Float32Array.of(1, 2, 3, 4, 5, 6), version);
    expect(readNpy(file)).toEqual({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
  });

  test('fields in any order, Python 2’s long integers, double blanks', () => {
    const text = "{'shape': (2L,),  'fortran_order':False,'descr' : '<f4'}";
    expect(readNpy(fileOf(text, Float32Array.of(1, 2)))).toEqual({ shape: [2], data: Float32Array.of(1, 2) });
  });

  test('float64 and 32-bit integers round to the nearest float32', () => {
    expect(readNpy(fileOf(header('<f8', '2,'), Float64Array.of(0.1, 1e300)))).toMatchObject({
      data: Float32Array.of(13421773 / 2 ** 27, Infinity),
    });
    expect(readNpy(fileOf(header('<i4', '2,'), Int32Array.of(2 ** 24 + 1, -7)))).toMatchObject({
      data: Float32Array.of(2 ** 24, -7),
    });
  });

  test('Fortran’s order is put into C’s', () => {
    // [[1, 2, 3], [4, 5, 6]] lies column by column: 1 4 2 5 3 6.
    const file = fileOf(header('<f4', '2, 3', 'True'), Float32Array.of(1, 4, 2, 5, 3, 6));
    expect(readNpy(file)).toEqual({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
  });
});

describe('what is refused, with the reason', () => {
  const numbers = Float32Array.of(1, 2);
  test.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(), /does not start as one/],
    ['a PNG', latin('\x89PNG\r\n\x1a\n'), /does not start as one/],
    ['only the magic', latin('\x93NUMPY'), /version is 0/],
    ['version 9', fileOf(header('<f4', '2,'), numbers, 9), /version is 9/],
    ['cut in the length', latin('\x93NUMPY\x01\0v'), /ends inside its header/],
    ['cut in the header', fileOf(header('<f4', '2,'), numbers).subarray(0, 40), /ends inside its header/],
    ['no dictionary', fileOf('hello'), /does not say descr/],
    ['a shape of names', fileOf(header('<f4', 'a, b'), numbers), /does not say descr/],
    ['a negative extent', fileOf(header('<f4', '-2'), numbers), /does not say descr/],
    ['an extent beyond 2⁵³', fileOf(header('<f4', '9007199254740993,'), numbers), /does not say descr/],
    ['big-endian', fileOf(header('>f4', '2,'), numbers), /big-endian \(>f4\)/],
    ['complex', fileOf(header('<c8', '1,'), numbers), /<c8; <f8, <f4/],
    ['objects', fileOf(header('|O', '1,'), numbers), /\|O;/],
    ['a name of Object’s own', fileOf(header('toString', '2,'), numbers), /toString;/],
    [
      'records',
      fileOf("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", numbers),
      /records/,
    ],
    ['numbers missing', fileOf(header('<f4', '3,'), numbers), /\(3\) of <f4 is 12 bytes, and 8 are there/],
    ['numbers too many', fileOf(header('<f4', '1,'), numbers), /is 4 bytes, and 8 are there/],
    ['a huge shape', fileOf(header('<f4', '1000000, 1000000, 1000000, 1000000'), numbers), /and 8 are there/],
  ])('%s', (_, file, reason) => {
    const result = readNpy(file);
    expect(result).toMatchObject({ code: 'value/npy' });
    expect(JSON.stringify(result)).toMatch(reason);
  });
});

test('written as numpy.save does: the example of numpy.lib.format, 64-byte aligned', () => {
  const file = writeNpy({ shape: [3], data: Float32Array.of(1, 2, 3) });
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }`.padEnd(117);
  expect(file).toEqual(fileOf(`${text}\n`, Float32Array.of(1, 2, 3)));
  expect((file.length - 12) % 64).toBe(0);
});
