import type { Initializer, Tensor } from '../ir/graph.ts';
import { elements } from '../ir/shape.ts';
import { naturalLogarithm } from './logarithm.ts';
import type { WeightTensor } from './tensor.ts';

/*
 * Every tensor draws from its own stream, seeded with the seed and the tensor's name, so that inserting a layer changes
 * no other layer. Only +, −, ×, ÷, √ (which IEEE 754 defines to the last bit) and 32-bit integers take part: the same
 * seed gives the same numbers on every machine and in every JavaScript engine.
 */

/** Each tensor's starting values, in the given order. `seed` is a whole number from 0 to 2⁵³ − 1. */
export function initialiseWeights(
  tensors: readonly Tensor[],
  seed: number,
): ReadonlyMap<string, WeightTensor> {
  return new Map(
    tensors.map(({ name, shape, init }) => {
      const data = new Float32Array(elements(shape));
      const distribution = distributionOf(init, shape);
      if (distribution.is === 'constant') data.fill(distribution.value);
      else if (distribution.is === 'uniform') fillUniform(data, distribution.bound, stream(seed, name));
      else fillNormal(data, distribution.deviation, stream(seed, name));
      return [name, { shape, data }];
    }),
  );
}

type Distribution =
  | { readonly is: 'constant'; readonly value: number }
  | { readonly is: 'uniform'; readonly bound: number } // over [−bound, bound)
  | { readonly is: 'normal'; readonly deviation: number };

const constant = (value: number): Distribution => ({ is: 'constant', value });
const uniform = (bound: number): Distribution => ({ is: 'uniform', bound });
const normal = (deviation: number): Distribution => ({ is: 'normal', deviation });

/**
 * Fans are PyTorch's, from the shape alone: fan-in I/groups·kH·kW, fan-out O·kH·kW (not divided by the groups). Normals
 * are not truncated, unlike Keras's. He et al. 2015 (arXiv:1502.01852), Glorot and Bengio 2010, LeCun et al. 1998.
 */
export function distributionOf(init: Initializer, shape: readonly number[]): Distribution {
  if (typeof init === 'object') {
    if ('constant' in init) return constant(init.constant);
    if ('normal' in init) return normal(init.normal);
    return uniform(1 / Math.sqrt(init.linearBias));
  }
  const field = elements(shape.slice(2));
  const fanOut = shape[0]! * field;
  const fanIn = (shape[1] ?? shape[0]!) * field;
  switch (init) {
    case 'zeros':
      return constant(0);
    case 'ones':
      return constant(1);
    case 'he_normal':
      return normal(Math.sqrt(2 / fanOut));
    case 'he_normal_fan_in':
      return normal(Math.sqrt(2 / fanIn));
    case 'he_uniform':
      return uniform(Math.sqrt(6 / fanIn));
    case 'glorot_normal':
      return normal(Math.sqrt(2 / (fanIn + fanOut)));
    case 'glorot_uniform':
      return uniform(Math.sqrt(6 / (fanIn + fanOut)));
    case 'lecun_normal':
      return normal(Math.sqrt(1 / fanIn));
    case 'linear_uniform':
      return uniform(1 / Math.sqrt(fanIn));
  }
}

/** Uniform 32-bit integers, as signed ones. */
type Stream = () => number;

/** xoshiro128++ (Blackman and Vigna 2019) from 128 bits of hashed seed and name. */
function stream(seed: number, name: string): Stream {
  let a = seed >>> 0;
  let b = Math.floor(seed / 2 ** 32) >>> 0;
  let c = 0x9e3779b9;
  let d = 0x243f6a88;
  const round = (word: number): void => {
    a = mix(a ^ word);
    b = mix((b + a) | 0);
    c = mix(c ^ b);
    d = mix((d + c) | 0);
  };
  // The seed is spread before the name comes in: else seed 1 of `b` would be seed 2 of `a`, since 1 ^ 98 = 2 ^ 97.
  for (let index = 0; index < 4; index++) round(index);
  for (let index = 0; index < name.length; index++) round(name.charCodeAt(index));
  for (let index = 0; index < 4; index++) round(name.length);
  return () => {
    const sum = (a + d) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + a) | 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

/** MurmurHash3's finaliser: a bijection of 32-bit integers that spreads each bit over all. */
function mix(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function fillUniform(data: Float32Array, bound: number, next: Stream): void {
  const scale = bound * 2 ** -31;
  for (let index = 0; index < data.length; index++) data[index] = next() * scale;
}

/** Marsaglia's polar method: a point in the unit disc gives two independent normals. */
function fillNormal(data: Float32Array, deviation: number, next: Stream): void {
  for (let index = 0; index < data.length; index += 2) {
    let x: number;
    let y: number;
    let square: number;
    do {
      x = next() * 2 ** -31;
      y = next() * 2 ** -31;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = deviation * Math.sqrt((-2 * naturalLogarithm(square)) / square);
    data[index] = x * factor;
    if (index + 1 < data.length) data[index + 1] = y * factor;
  }
}
