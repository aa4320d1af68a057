import { describe, expect, test } from 'vitest';
import type { Initializer, Tensor } from '../../src/ir/graph.ts';
import { initialiseWeights } from '../../src/weights/initialise.ts';
import { naturalLogarithm } from '../../src/weights/logarithm.ts';

const tensor = (init: Initializer, shape: readonly number[], name = 'a.weight'): Tensor => ({
  name,
  shape,
  role: 'trainable',
  init,
});
const values = (init: Initializer, shape: readonly number[], seed = 0, name = 'a.weight'): Float32Array =>
  initialiseWeights([tensor(init, shape, name)], seed).get(name)!.data as Float32Array;

const mean = (data: Float32Array): number => data.reduce((sum, value) => sum + value, 0) / data.length;
const moment = (data: Float32Array, power: number): number =>
  data.reduce((sum, value) => sum + value ** power, 0) / data.length;

describe('distributions', () => {
  // Standard deviations by hand from PyTorch’s definitions: fan-out is O·kH·kW, fan-in I/groups·kH·kW.
  test.each<[Initializer, readonly number[], number]>([
    ['he_normal', [64, 3, 7, 7], Math.sqrt(2 / (64 * 49))],
    ['he_normal', [128, 4, 3, 3], Math.sqrt(2 / (128 * 9))], // 32 groups of 4: the fan-out is not divided
    ['he_normal_fan_in', [128, 64, 3, 3], Math.sqrt(2 / (64 * 9))],
    ['he_normal', [200, 50], Math.sqrt(2 / 200)],
    ['glorot_normal', [200, 50], Math.sqrt(2 / 250)],
    ['lecun_normal', [200, 50], Math.sqrt(1 / 50)],
    [{ normal: 0.02 }, [200, 50], 0.02],
  ])('%j %j is normal', (init, shape, deviation) => {
    const data = values(init, shape);
    const slack = 5 / Math.sqrt(data.length); // five standard errors
    expect(Math.abs(mean(data)) / deviation).toBeLessThan(slack);
    expect(Math.sqrt(moment(data, 2)) / deviation).toBeCloseTo(1, 1);
    expect(Math.abs(moment(data, 2) / deviation ** 2 - 1)).toBeLessThan(Math.SQRT2 * slack);
    // A normal’s fourth moment is 3σ⁴; a uniform’s would be 1.8σ⁴.
    expect(Math.abs(moment(data, 4) / deviation ** 4 - 3)).toBeLessThan(Math.sqrt(96) * slack);
    const within = data.filter((value) => Math.abs(value) < deviation).length / data.length;
    expect(Math.abs(within - 0.6827)).toBeLessThan(0.47 * slack);
  });

  test.each<[Initializer, readonly number[], number]>([
    ['linear_uniform', [1000, 512], 1 / Math.sqrt(512)],
    [{ linearBias: 512 }, [10000], 1 / Math.sqrt(512)],
    ['he_uniform', [128, 64, 3, 3], Math.sqrt(6 / 576)],
    ['glorot_uniform', [200, 50], Math.sqrt(6 / 250)],
  ])('%j %j is uniform', (init, shape, bound) => {
    const data = values(init, shape);
    const slack = 5 / Math.sqrt(data.length);
    const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(Math.fround(bound));
    expect(largest).toBeGreaterThan(0.99 * bound);
    expect(Math.abs(mean(data)) / bound).toBeLessThan(slack);
    expect(Math.abs(moment(data, 2) / bound ** 2 - 1 / 3)).toBeLessThan(0.3 * slack);
  });

  test.each<[Initializer, number]>([
    ['zeros', 0],
    ['ones', 1],
    [{ constant: 0.25 }, 0.25],
  ])('%j is constant', (init, value) => {
    expect([...values(init, [3])]).toEqual([value, value, value]);
  });
});

describe('streams', () => {
  const tensors = ['a', 'b', 'layer1.0.conv1.weight', 'layer1.1.conv1.weight'].map((name) =>
    tensor('he_normal', [64, 9], name),
  );

  test('a tensor’s values depend on the seed and its name alone', () => {
    const forth = initialiseWeights(tensors, 7);
    const back = initialiseWeights([...tensors].reverse().slice(1), 7);
    for (const [name, { data }] of back) expect(data).toEqual(forth.get(name)!.data);
    expect([...forth.keys()]).toEqual(tensors.map(({ name }) => name));
  });

  test('names and seeds, also beyond 2³², give unrelated values', () => {
    const columns = [
      ...[...initialiseWeights(tensors, 1).values()].map(({ data }) => data),
      ...[2, 1 + 2 ** 32, 2 ** 53 - 1].map((seed) => values('he_normal', [64, 9], seed, 'a')),
    ];
    for (const [index, one] of columns.entries())
      for (const other of columns.slice(index + 1)) {
        const product = one.reduce((sum, value, at) => sum + value * other[at]!, 0) / one.length;
        const scale = Math.sqrt(moment(one as Float32Array, 2) * moment(other as Float32Array, 2));
        expect(Math.abs(product / scale)).toBeLessThan(5 / Math.sqrt(one.length));
      }
  });

  test('neighbours in a stream are unrelated, and an odd count is filled to its end', () => {
    const data = values({ normal: 1 }, [100_001]);
    for (const lag of [1, 2, 3]) {
      let sum = 0;
      for (let index = lag; index < data.length; index++) sum += data[index]! * data[index - lag]!;
      expect(Math.abs(sum / data.length)).toBeLessThan(5 / Math.sqrt(data.length));
    }
    expect(data.at(-1)).not.toBe(0);
  });
});

test('the logarithm is Math.log’s to 1e-15', () => {
  const points = [5e-10, 2 ** -31, 1e-5, 0.1, 0.5, Math.SQRT1_2, 0.9, 0.999999, 1, 1.5, 2, 10, 1e10];
  for (const x of points) {
    const expected = Math.log(x);
    expect(Math.abs(naturalLogarithm(x) - expected)).toBeLessThanOrEqual(
      1e-15 * Math.max(1, Math.abs(expected)),
    );
  }
});
