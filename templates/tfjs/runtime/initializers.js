/**
 * How weights start, as numbers: `{ normal: σ }`, `{ uniform: limit }` or `{ constant: value }`. tfjs’s own `heNormal` is over the
 * fan-in and cuts the normal at 2σ; torchvision’s convolutions are over the fan-out and not cut, so the numbers are written out.
 *
 * @param {string} init
 * @param {number} fanIn inputs of one output: (channels / groups) · kernel area
 * @param {number} fanOut as PyTorch counts it, groups aside: filters · kernel area
 */
export function initialization(init, fanIn, fanOut) {
  switch (init) {
    case 'he_normal':
      return { normal: Math.sqrt(2 / fanOut) };
    case 'he_normal_fan_in':
      return { normal: Math.sqrt(2 / fanIn) };
    case 'he_uniform':
      return { uniform: Math.sqrt(6 / fanIn) };
    case 'glorot_normal':
      return { normal: Math.sqrt(2 / (fanIn + fanOut)) };
    case 'glorot_uniform':
      return { uniform: Math.sqrt(6 / (fanIn + fanOut)) };
    case 'lecun_normal':
      return { normal: Math.sqrt(1 / fanIn) };
    case 'linear_uniform':
      return { uniform: 1 / Math.sqrt(fanIn) };
    case 'ones':
      return { constant: 1 };
    case 'zeros':
      return { constant: 0 };
    default:
      throw new Error(`unknown initializer '${init}'`);
  }
}

/** @param {{ normal?: number, uniform?: number, constant?: number }} start */
export function initializer(tf, { normal, uniform, constant }) {
  if (normal !== undefined) return tf.initializers.randomNormal({ mean: 0, stddev: normal });
  if (uniform !== undefined) return tf.initializers.randomUniform({ minval: -uniform, maxval: uniform });
  return tf.initializers.constant({ value: constant });
}
