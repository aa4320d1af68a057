import { describe, equal } from './geometry.js';

/**
 * Weights carry PyTorch’s names and layouts (convolutions O×I×kH×kW, linear layers out×in); tfjs wants kH×kW×I×O and in×out.
 *
 * @typedef {import('./safetensors.js').WeightTensor} WeightTensor
 * @typedef {Map<string, WeightTensor> | Record<string, WeightTensor>} Weights
 */

/**
 * One tensor’s values.
 *
 * @param {Weights} weights
 * @param {string} name
 * @param {readonly number[]} shape what the network needs
 * @returns {Float32Array}
 * @throws {Error} naming the tensor, where it is missing or has another shape
 */
export function readTensor(weights, name, shape) {
  const tensor =
    weights instanceof Map ? weights.get(name) : Object.hasOwn(weights, name) ? weights[name] : undefined;
  if (tensor === undefined) throw new Error(`weights: '${name}' [${describe(shape)}] is missing`);
  if (!equal(tensor.shape, shape))
    throw new Error(
      `weights: '${name}' is [${describe(tensor.shape)}], but the network needs [${describe(shape)}]`,
    );
  return tensor.data;
}

/**
 * A copy of an array with its axes in another order, as `tf.transpose` orders them.
 *
 * @param {Float32Array} data
 * @param {readonly number[]} shape of at most four axes
 * @param {readonly number[]} axes output axis i is input axis axes[i]
 */
export function permute(data, shape, axes) {
  const stride = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, extent) => product * extent, 1),
  );
  const missing = 4 - axes.length;
  const [a, b, c, d] = [...Array(missing).fill(1), ...axes.map((axis) => shape[axis])];
  const [sa, sb, sc, sd] = [...Array(missing).fill(0), ...axes.map((axis) => stride[axis])];
  const result = new Float32Array(data.length);
  let next = 0;
  for (let i = 0; i < a; i++)
    for (let j = 0; j < b; j++)
      for (let k = 0; k < c; k++) {
        let from = i * sa + j * sb + k * sc;
        for (let l = 0; l < d; l++, from += sd) result[next++] = data[from];
      }
  return result;
}

/** A value as a map [N, H, W, C]; a vector becomes [N, 1, 1, C]. @param {import('@tensorflow/tfjs').Tensor} x */
export const asMap = (x) => (x.rank === 4 ? x : x.reshape([-1, 1, 1, x.shape[1]]));
