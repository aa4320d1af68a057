import type { Shape } from '../ir/shape.ts';
import type { Values } from './values.ts';

export function add(inputs: readonly Values[]): Float64Array {
  const [first, ...rest] = inputs;
  const result = first!.data.slice();
  for (const { data } of rest) for (let at = 0; at < result.length; at++) result[at]! += data[at]!;
  return result;
}

/** A factor's channels may be one, and so may its positions: it then applies to all of the first value's. */
export function multiply(inputs: readonly Values[]): Float64Array {
  const [first, ...factors] = inputs;
  const [batch, channels, height, width] = first!.shape;
  const plane = height * width;
  const result = first!.data.slice();
  for (const { shape, data } of factors) {
    const positions = shape[2] * shape[3];
    for (let image = 0; image < batch; image++)
      for (let channel = 0; channel < channels; channel++) {
        const to = (image * channels + channel) * plane;
        const from = (image * shape[1] + (shape[1] === 1 ? 0 : channel)) * positions;
        for (let at = 0; at < plane; at++) result[to + at]! *= data[from + (positions === 1 ? 0 : at)]!;
      }
  }
  return result;
}

export function concat(inputs: readonly Values[], [channels, height, width]: Shape): Float64Array {
  const batch = inputs[0]!.shape[0];
  const result = new Float64Array(batch * channels * height * width);
  let to = 0;
  for (let image = 0; image < batch; image++)
    for (const { data } of inputs) {
      const size = data.length / batch;
      result.set(data.subarray(image * size, (image + 1) * size), to);
      to += size;
    }
  return result;
}
