import { product } from './plan.js';

/**
 * N×C×… to N×…×C with C filled up to a multiple of 4. The fill of `packed` is left as it is: zeros.
 *
 * @param {Float32Array} values
 * @param {readonly number[]} shape [n, c, …]
 * @param {Float32Array} packed
 */
export function pack(values, shape, packed) {
  const { batch, channels, pixels, filled } = extents(shape);
  let from = 0;
  for (let image = 0; image < batch; image++)
    for (let channel = 0; channel < channels; channel++) {
      let to = image * pixels * filled + channel;
      for (let pixel = 0; pixel < pixels; pixel++, to += filled) packed[to] = values[from++];
    }
}

/** The reverse. @returns {Float32Array} N×C×… */
export function unpack(packed, shape) {
  const { batch, channels, pixels, filled } = extents(shape);
  const values = new Float32Array(batch * channels * pixels);
  let to = 0;
  for (let image = 0; image < batch; image++)
    for (let channel = 0; channel < channels; channel++) {
      let from = image * pixels * filled + channel;
      for (let pixel = 0; pixel < pixels; pixel++, from += filled) values[to++] = packed[from];
    }
  return values;
}

function extents([batch, channels, ...spatial]) {
  return { batch, channels, pixels: product(spatial), filled: Math.ceil(channels / 4) * 4 };
}
