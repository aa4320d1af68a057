import type { Values } from './values.ts';

/** (x − running mean) / √(running variance + ε) · γ + β, each per channel. */
export function batchnorm(
  input: Values,
  weight: Float64Array,
  bias: Float64Array,
  mean: Float64Array,
  variance: Float64Array,
  eps: number,
): Float64Array {
  return perChannel(
    input,
    (x, channel) =>
      ((x - mean[channel]!) / Math.sqrt(variance[channel]! + eps)) * weight[channel]! + bias[channel]!,
  );
}

export function scaleChannels(input: Values, factors: Float64Array): Float64Array {
  return perChannel(input, (x, channel) => x * factors[channel]!);
}

/** Over the channels of each position. */
export function layernorm(
  input: Values,
  weight: Float64Array,
  bias: Float64Array,
  eps: number,
): Float64Array {
  const { shape, data } = input;
  const [batch, channels, height, width] = shape;
  const plane = height * width;
  const result = new Float64Array(data.length);
  for (let image = 0; image < batch; image++)
    for (let position = 0; position < plane; position++) {
      const first = image * channels * plane + position;
      const { mean, deviation } = moments(data, first, channels, plane, eps);
      for (let channel = 0; channel < channels; channel++) {
        const at = first + channel * plane;
        result[at] = ((data[at]! - mean) / deviation) * weight[channel]! + bias[channel]!;
      }
    }
  return result;
}

/** Over the channels of each group and all their positions; γ and β per channel. */
export function groupnorm(
  input: Values,
  weight: Float64Array,
  bias: Float64Array,
  groups: number,
  eps: number,
): Float64Array {
  const { shape, data } = input;
  const [batch, channels, height, width] = shape;
  const size = (channels / groups) * height * width;
  const normalised = new Float64Array(data.length);
  for (let group = 0; group < batch * groups; group++) {
    const first = group * size;
    const { mean, deviation } = moments(data, first, size, 1, eps);
    for (let at = first; at < first + size; at++) normalised[at] = (data[at]! - mean) / deviation;
  }
  return perChannel({ shape, data: normalised }, (x, channel) => x * weight[channel]! + bias[channel]!);
}

/** eˣ / Σ eˣ over the channels of each position; the largest is subtracted, so that no power overflows. */
export function softmax({ shape: [batch, channels, height, width], data }: Values): Float64Array {
  const plane = height * width;
  const result = new Float64Array(data.length);
  for (let image = 0; image < batch; image++)
    for (let position = 0; position < plane; position++) {
      const first = image * channels * plane + position;
      const end = first + channels * plane;
      let largest = Number.NEGATIVE_INFINITY;
      for (let at = first; at < end; at += plane) largest = Math.max(largest, data[at]!);
      let sum = 0;
      for (let at = first; at < end; at += plane) {
        result[at] = Math.exp(data[at]! - largest);
        sum += result[at]!;
      }
      for (let at = first; at < end; at += plane) result[at]! /= sum;
    }
  return result;
}

/** Mean and √(variance + ε) of `count` values; the variance is over the count, not one less. */
function moments(data: Float64Array, first: number, count: number, step: number, eps: number) {
  const end = first + count * step;
  let sum = 0;
  for (let at = first; at < end; at += step) sum += data[at]!;
  const mean = sum / count;
  let squares = 0;
  for (let at = first; at < end; at += step) squares += (data[at]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count + eps) };
}

function perChannel(
  { shape: [batch, channels, height, width], data }: Values,
  compute: (x: number, channel: number) => number,
): Float64Array {
  const plane = height * width;
  const result = new Float64Array(data.length);
  for (let map = 0; map < batch * channels; map++) {
    const channel = map % channels;
    for (let at = map * plane; at < (map + 1) * plane; at++) result[at] = compute(data[at]!, channel);
  }
  return result;
}
