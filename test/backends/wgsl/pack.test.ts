import { describe, expect, it } from 'vitest';
import type { Filters } from '../../../src/backends/wgsl/layer.ts';
import { packDepthwise, packFilters, packInterleaved, packVector } from '../../../src/backends/wgsl/pack.ts';

/** O×I×kH×kW whose numbers say where they stand: 1000 o + 100 i + 10 ky + kx, from 1 each, so that none is the filling's 0. */
function filtersOf(shape: Filters['shape']): Filters {
  const [count, channels, height, width] = shape;
  const data: number[] = [];
  for (let o = 1; o <= count; o++)
    for (let i = 1; i <= channels; i++)
      for (let y = 1; y <= height; y++)
        for (let x = 1; x <= width; x++) data.push(1000 * o + 100 * i + 10 * y + x);
  return { name: 'w', shape, data: Float32Array.from(data) };
}

describe('weights as kernels read them', () => {
  it('[ky, kx, channel, filter], both filled up to 4', () => {
    const { pack, length } = packFilters(filtersOf([2, 3, 1, 2]), 1);
    expect(length).toBe(32);
    // Tap (1, 1), then (1, 2); of each 4 channels of 4 filters.
    expect([...pack()]).toEqual([
      ...[1111, 2111, 0, 0, 1211, 2211, 0, 0, 1311, 2311, 0, 0, 0, 0, 0, 0],
      ...[1112, 2112, 0, 0, 1212, 2212, 0, 0, 1312, 2312, 0, 0, 0, 0, 0, 0],
    ]);
  });

  it('group by group', () => {
    const packed = packFilters(filtersOf([8, 4, 1, 1]), 2).pack();
    expect([...packed.slice(0, 8)]).toEqual([1111, 2111, 3111, 4111, 1211, 2211, 3211, 4211]);
    expect([...packed.slice(16, 20)]).toEqual([5111, 6111, 7111, 8111]);
  });

  it('a range of the filters, under a name of its own', () => {
    const whole = filtersOf([9, 1, 1, 1]);
    const { name, pack } = packFilters(whole, 1, 8, 1);
    expect(name).toBe('w[8:9]');
    expect([...pack().slice(0, 4)]).toEqual([9111, 0, 0, 0]);
    expect(packFilters(whole, 1).name).toBe('w');
  });

  it('[ky, kx, channel] where each channel has a filter of its own', () => {
    expect([...packDepthwise(filtersOf([3, 1, 2, 1])).pack()]).toEqual([
      ...[1111, 2111, 3111, 0],
      ...[1121, 2121, 3121, 0],
    ]);
  });

  it('[ky, kx, channel, filter] with the filters of all groups side by side', () => {
    expect([...packInterleaved(filtersOf([3, 2, 1, 1])).pack()]).toEqual([
      ...[1111, 2111, 3111, 0],
      ...[1211, 2211, 3211, 0],
    ]);
  });

  it('a number for each channel', () => {
    expect([...packVector({ name: 'b', values: Float64Array.of(1, 2, 3, 4, 5) }).pack()]).toEqual([
      1, 2, 3, 4, 5, 0, 0, 0,
    ]);
  });

  it('says its length before it packs', () => {
    const filters = filtersOf([6, 5, 3, 2]);
    for (const { length, pack } of [
      packFilters(filters, 1),
      packFilters(filters, 2, 0, 4),
      packDepthwise({ ...filters, shape: [30, 1, 3, 2] }),
      packInterleaved(filters),
    ])
      expect(pack()).toHaveLength(length);
  });
});
