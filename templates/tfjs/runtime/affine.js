/**
 * Normalisations with fixed statistics are one multiplication and one addition per channel. They are composed, and folded into the
 * weights before them, in double precision: only the result is rounded to float32.
 *
 * @typedef {{ scale: Float64Array, shift: Float64Array }} Affine
 */

/**
 * @param {readonly import('./trace.js').Node[]} nodes batch normalisations and layer scales, in order
 * @param {number} channels
 * @param {Float32Array} [bias] added before the first of them
 * @returns {Affine}
 */
export function composed(nodes, channels, bias, read) {
  const scale = new Float64Array(channels).fill(1);
  const shift = Float64Array.from(bias ?? new Float64Array(channels));
  for (const node of nodes) {
    const step = node.op === 'batchnorm' ? batchnorm(node, channels, read) : layerScale(node, channels, read);
    for (let channel = 0; channel < channels; channel++) {
      scale[channel] *= step.scale[channel];
      shift[channel] = shift[channel] * step.scale[channel] + step.shift[channel];
    }
  }
  return { scale, shift };
}

/** γ (x − μ) / √(σ² + ε) + β */
function batchnorm({ name, epsilon }, channels, read) {
  const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) =>
    read(`${name}.${part}`, [channels]),
  );
  const scale = Float64Array.from(gamma, (value, channel) => value / Math.sqrt(variance[channel] + epsilon));
  const shift = Float64Array.from(beta, (value, channel) => value - mean[channel] * scale[channel]);
  return { scale, shift };
}

function layerScale({ name }, channels, read) {
  return { scale: read(name, [channels, 1, 1]), shift: new Float32Array(channels) };
}

/**
 * Weights whose first axis is the output channel, each row times its channel’s scale.
 *
 * @param {Float32Array} data
 * @param {Affine} affine
 */
export function scaled(data, { scale }) {
  if (scale.every((factor) => factor === 1)) return data;
  const row = data.length / scale.length;
  const result = new Float32Array(data.length);
  for (let index = 0, channel = 0; channel < scale.length; channel++)
    for (const end = index + row; index < end; index++) result[index] = data[index] * scale[channel];
  return result;
}
