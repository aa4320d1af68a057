import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readNpy } from '../../src/data/npy.ts';
import { hasTorch, inTemporaryFolder, runOracle } from '../oracles/python.ts';

describe.skipIf(!hasTorch)('files that numpy.save wrote', () => {
  const types = ['f2', 'f4', 'f8', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'i8'];
  const refused = { '>f4': 'big-endian', '?': '|b1', c8: '<c8', records: 'records' };
  const others = ['scalar-C', 'empty-C', 'vector-C', ...Object.keys(refused).map((type) => `${type}-C`)];
  const names = [...types.flatMap((type) => [`${type}-C`, `${type}-F`]), ...others];
  const files: ReadonlyMap<string, Uint8Array> = hasTorch
    ? inTemporaryFolder((folder) => {
        runOracle(['npy', '--out', folder]);
        return new Map(names.map((name) => [name, readFileSync(join(folder, `${name}.npy`))]));
      })
    : new Map();
  const read = (name: string) => readNpy(files.get(name)!);

  test.each(types.flatMap((type) => [`${type}-C`, `${type}-F`]))('%s', (name) => {
    const data = Float32Array.from({ length: 24 }, (_, index) => (index * 5) % 127);
    expect(read(name)).toEqual({ shape: [2, 3, 4], data });
  });

  test('scalars, empty arrays and vectors', () => {
    expect(read('scalar-C')).toEqual({ shape: [], data: Float32Array.of(7) });
    expect(read('empty-C')).toEqual({ shape: [0, 3], data: new Float32Array() });
    expect(read('vector-C')).toEqual({ shape: [5], data: Float32Array.of(0, 1, 2, 3, 4) });
  });

  test.each(Object.entries(refused))('%s is refused by name', (name, reason) => {
    expect(JSON.stringify(read(`${name}-C`))).toContain(reason);
  });
});
