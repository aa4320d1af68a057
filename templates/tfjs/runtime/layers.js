import { explicitPad } from './geometry.js';
import { initializer } from './initializers.js';

/**
 * The layers that tfjs 4.22 has not, or has in a form that computes something else. They serialise: a model saved with
 * `model.save` loads with `tf.loadLayersModel` once `registerLayers(tf)` was called (creating any model does so).
 */

/** @type {WeakMap<object, Record<string, Function>>} */
const registered = new WeakMap();

/** @returns the layer classes over this `tf`, known to its deserialiser */
export function registerLayers(tf) {
  const known = registered.get(tf.layers.Layer);
  if (known !== undefined) return known;
  const classes = defineLayers(tf);
  for (const layer of Object.values(classes)) tf.serialization.registerClass(layer);
  registered.set(tf.layers.Layer, classes);
  return classes;
}

function defineLayers(tf) {
  /** A layer of one input whose configuration is plain data. */
  class PlainLayer extends tf.layers.Layer {
    constructor(config) {
      super(config);
      this.config = config;
    }
    getConfig() {
      return { ...this.config, ...super.getConfig() };
    }
    computeOutputShape(shape) {
      return shape;
    }
    call(inputs, { training = false } = {}) {
      return tf.tidy(() => this.compute(Array.isArray(inputs) ? inputs[0] : inputs, training));
    }
  }

  /**
   * A grouped or dilated convolution. `tf.layers.conv2d` ignores `groups`, `tf.layers.depthwiseConv2d` ignores `dilationRate`, and
   * core convolutions have no gradient when dilated: the groups are split here, and a dilated kernel is spread out with zeros.
   */
  class GeneralConv2D extends PlainLayer {
    static className = 'GeneralConv2D';
    build([, , , channels]) {
      const { filters, kernelSize, groups, start, useBias } = this.config;
      const shape = [...kernelSize, channels / groups, filters];
      this.kernel = this.addWeight('kernel', shape, 'float32', initializer(tf, start));
      if (useBias) this.bias = this.addWeight('bias', [filters], 'float32', tf.initializers.zeros());
      super.build();
    }
    computeOutputShape([batch, height, width]) {
      const { filters, kernelSize, strides, dilation } = this.config;
      const [rows, columns] = [height, width].map(
        (extent, axis) =>
          Math.floor((extent - (kernelSize[axis] - 1) * dilation[axis] - 1) / strides[axis]) + 1,
      );
      return [batch, rows, columns, filters];
    }
    compute(x) {
      const { strides, dilation, groups } = this.config;
      const kernel = spread(this.kernel.read(), dilation);
      const y = convolve(x, kernel, strides, groups);
      return this.config.useBias ? tf.add(y, this.bias.read()) : y;
    }
  }

  /** Puts dilation − 1 zeros between a kernel’s taps, along its first two axes. */
  function spread(kernel, dilation) {
    return [0, 1].reduce((result, axis) => {
      const step = dilation[axis];
      if (step === 1) return result;
      const shape = result.shape;
      const before = shape.slice(0, axis).reduce((product, extent) => product * extent, 1);
      const apart = tf.pad(result.reshape([before, shape[axis], 1, -1]), [
        [0, 0],
        [0, 0],
        [0, step - 1],
        [0, 0],
      ]);
      const extent = (shape[axis] - 1) * step + 1;
      const trimmed = tf.slice(apart.reshape([before, shape[axis] * step, -1]), [0, 0, 0], [-1, extent, -1]);
      return trimmed.reshape(shape.map((size, index) => (index === axis ? extent : size)));
    }, kernel);
  }

  function convolve(x, kernel, strides, groups) {
    if (groups === 1) return tf.conv2d(x, kernel, strides, 'valid');
    const channels = x.shape[3];
    const [height, width, , filters] = kernel.shape;
    if (groups === channels)
      return tf.depthwiseConv2d(
        x,
        kernel.reshape([height, width, channels, filters / channels]),
        strides,
        'valid',
      );
    const kernels = tf.split(kernel, groups, 3);
    const parts = tf
      .split(x, groups, 3)
      .map((part, group) => tf.conv2d(part, kernels[group], strides, 'valid'));
    return tf.concat(parts, 3);
  }

  /** A pool over a padded map. */
  class PaddedPool extends PlainLayer {
    computeOutputShape([batch, height, width, channels]) {
      const { poolSize, strides, pad } = this.config;
      const [rows, columns] = [height, width].map((extent, axis) =>
        Math.floor((extent + pad[2 * axis] + pad[2 * axis + 1] - poolSize[axis]) / strides[axis] + 1),
      );
      return [batch, rows, columns, channels];
    }
  }

  /** Padding counts as −∞, as in PyTorch; `tf.layers.zeroPadding2d` before a pool would count it as 0. */
  class PaddedMaxPooling2D extends PaddedPool {
    static className = 'PaddedMaxPooling2D';
    compute(x) {
      const { poolSize, strides, pad } = this.config;
      return tf.maxPool(x, poolSize, strides, explicitPad(pad));
    }
  }

  /**
   * The mean of those values of each window that lie inside the map: the padded mean, times window size over values inside.
   * Core `tf.avgPool` computes the same from explicit pads, but its gradient divides by the whole window.
   */
  class PaddedAveragePooling2D extends PaddedPool {
    static className = 'PaddedAveragePooling2D';
    compute(x) {
      const { poolSize, strides, pad } = this.config;
      const mean = (values) => tf.avgPool(tf.pad(values, explicitPad(pad)), poolSize, strides, 'valid');
      return tf.div(mean(x), mean(tf.ones([1, x.shape[1], x.shape[2], 1])));
    }
  }

  class GroupNormalization extends PlainLayer {
    static className = 'GroupNormalization';
    build(shape) {
      const channels = shape[shape.length - 1];
      this.gamma = this.addWeight('gamma', [channels], 'float32', tf.initializers.ones());
      this.beta = this.addWeight('beta', [channels], 'float32', tf.initializers.zeros());
      super.build();
    }
    compute(x) {
      const { groups, epsilon } = this.config;
      const channels = x.shape[x.rank - 1];
      const grouped = x.reshape([x.shape[0], -1, groups, channels / groups]);
      const { mean, variance } = tf.moments(grouped, [1, 3], true);
      const normal = grouped
        .sub(mean)
        .mul(tf.rsqrt(variance.add(epsilon)))
        .reshape(x.shape);
      return normal.mul(this.gamma.read()).add(this.beta.read());
    }
  }

  /** A learnt factor for each channel (Touvron et al. 2021). */
  class LayerScale extends PlainLayer {
    static className = 'LayerScale';
    build(shape) {
      const start = initializer(tf, { constant: this.config.value });
      this.scale = this.addWeight('scale', [shape[shape.length - 1]], 'float32', start);
      super.build();
    }
    compute(x) {
      return tf.mul(x, this.scale.read());
    }
  }

  /** Stochastic depth (Huang et al. 2016): in training, zeroes whole samples and scales the others. */
  class DropPath extends PlainLayer {
    static className = 'DropPath';
    compute(x, training) {
      const { rate } = this.config;
      if (!training || rate === 0) return x.clone();
      if (rate === 1) return tf.zerosLike(x);
      const survives = tf.randomUniform([x.shape[0], ...Array(x.rank - 1).fill(1)]).greaterEqual(rate);
      return x.mul(survives.cast('float32').div(1 - rate));
    }
  }

  /** Channel g · n + i becomes channel i · groups + g (ShuffleNet). */
  class ChannelShuffle extends PlainLayer {
    static className = 'ChannelShuffle';
    compute(x) {
      const { groups } = this.config;
      const grouped = x.reshape([-1, groups, x.shape[x.rank - 1] / groups]);
      return tf.transpose(grouped, [0, 2, 1]).reshape(x.shape);
    }
  }

  /**
   * Nearest, as two repetitions, or bilinear (half-pixel centres), as two matrix products. The gradients in tfjs 4.22 are wrong on the
   * cpu backend: `resizeNearestNeighbor`’s from the second sample of a batch on, `resizeBilinear`’s where height and width differ, and
   * on every backend it forgets `halfPixelCenters`.
   */
  class MatrixUpSampling2D extends PlainLayer {
    static className = 'MatrixUpSampling2D';
    computeOutputShape([batch, height, width, channels]) {
      const [rows, columns] = this.config.scale;
      return [batch, height * rows, width * columns, channels];
    }
    compute(x) {
      const [batch, height, width, channels] = x.shape;
      const { scale, method } = this.config;
      const [rows, columns] = [height * scale[0], width * scale[1]];
      const enlarge = method === 'nearest' ? repeat : interpolate;
      const tall = enlarge(x.reshape([batch, height, width * channels]), scale[0]);
      const wide = enlarge(tall.reshape([batch * rows, width, channels]), scale[1]);
      return wide.reshape([batch, rows, columns, channels]);
    }
  }

  /** Enlarges the second of three axes; a product with zeros would make NaN of other rows’ NaN and ∞. */
  function repeat(x, scale) {
    const [count, extent, size] = x.shape;
    const rows = x.reshape([count * extent, 1, size]).tile([1, scale, 1]);
    return rows.reshape([count, extent * scale, size]);
  }

  /** Enlarges the second of three axes. */
  function interpolate(x, scale) {
    const [count, extent] = x.shape;
    const values = new Float32Array(extent * scale * extent); // how much each input row is worth to each output row
    for (let row = 0; row < extent * scale; row++) {
      const position = Math.min(Math.max((row + 0.5) / scale - 0.5, 0), extent - 1);
      const above = Math.floor(position);
      const below = Math.min(above + 1, extent - 1);
      values[row * extent + above] += 1 - (position - above);
      values[row * extent + below] += position - above;
    }
    const matrix = tf.tensor3d(values, [1, extent * scale, extent]);
    return tf.matMul(matrix.tile([count, 1, 1]), x);
  }

  /** relu6(x + 3) / 6; tfjs’s `hardSigmoid` is 0.2 x + 0.5, cut. */
  class Hardsigmoid extends PlainLayer {
    static className = 'Hardsigmoid';
    compute(x) {
      return tf.relu6(x.add(3)).div(6);
    }
  }

  class Hardswish extends PlainLayer {
    static className = 'Hardswish';
    compute(x) {
      return x.mul(tf.relu6(x.add(3))).div(6);
    }
  }

  return {
    GeneralConv2D,
    PaddedMaxPooling2D,
    PaddedAveragePooling2D,
    GroupNormalization,
    LayerScale,
    DropPath,
    ChannelShuffle,
    MatrixUpSampling2D,
    Hardsigmoid,
    Hardswish,
  };
}
