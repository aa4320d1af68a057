import { composed, scaled } from './affine.js';
import { convolutionKernel } from './convolution-kernel.js';
import { explicitPad, isPadded } from './geometry.js';
import { asMap, permute } from './layout.js';

/**
 * How each operator runs. A kernel prepares its weights once and returns the function that every call of the network runs; that
 * function’s caller disposes what it leaves behind.
 *
 * @typedef {object} Resources
 * @property {typeof import('@tensorflow/tfjs')} tf
 * @property {(name: string, shape: readonly number[]) => Float32Array} read one of the network’s tensors
 * @property {(data: Float32Array, shape: readonly number[]) => import('@tensorflow/tfjs').Tensor} upload keeps it until `dispose`
 *
 * @type {Record<string, (step: import('./inference.js').Step, resources: Resources) =>
 *   (...values: import('@tensorflow/tfjs').Tensor[]) => import('@tensorflow/tfjs').Tensor>}
 */
export const kernels = {
  conv: convolutionKernel,
  linear,
  batchnorm: multiplyAdd,
  layerScale: multiplyAdd,
  layernorm,
  groupnorm,
  relu: simple((tf, x) => tf.relu(x)),
  relu6: simple((tf, x) => tf.relu6(x)),
  silu: simple((tf, x) => tf.mul(x, tf.sigmoid(x))),
  gelu: simple((tf, x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))),
  sigmoid: simple((tf, x) => tf.sigmoid(x)),
  hardswish: simple((tf, x) => tf.mul(tf.mul(x, 1 / 6), tf.relu6(tf.add(x, 3)))),
  hardsigmoid: simple((tf, x) => tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6)),
  tanh: simple((tf, x) => tf.tanh(x)),
  softmax: simple((tf, x) => tf.softmax(x)), // over the last axis: the channels
  maxpool,
  avgpool,
  flatten: simple((tf, x) => tf.transpose(x, [0, 3, 1, 2]).reshape([x.shape[0], -1])),
  zeroPad,
  upsample,
  channelShuffle,
  add: join((_, values) => values.reduce((sum, value) => sum.add(value))),
  multiply: join((_, values) => values.reduce((product, value) => product.mul(value))),
  concat: join((tf, values) => tf.concat(values, -1)),
};

/** A kernel without arguments or weights. */
function simple(compute) {
  return (_, { tf }) =>
    (x) =>
      compute(tf, x);
}

/** A kernel over several values, brought to the rank of the result. */
function join(compute) {
  return ({ first }, { tf }) =>
    (...values) =>
      compute(
        tf,
        values.map((value) => ranked(value, first)),
      );
}

/** The value in the rank of the node’s own value. */
const ranked = (x, { vector }) => (vector ? x.reshape([-1, x.shape[x.rank - 1]]) : asMap(x));

function linear({ first, affines, activation }, { tf, read, upload }) {
  const { name, whole, bias, shape } = first;
  const [units] = shape;
  const [channels, height, width] = first.inputs[0].shape;
  const features = whole ? channels * height * width : channels;
  const weight = read(`${name}.weight`, [units, features]);
  const affine = composed(affines, units, bias ? read(`${name}.bias`, [units]) : undefined, read);
  const rows = whole ? [units, channels, height, width] : [units, channels, 1, 1];
  const b = upload(permute(scaled(weight, affine), rows, [2, 3, 1, 0]), [features, units]);
  const shift = upload(Float32Array.from(affine.shift), [units]);
  return (x) => {
    const y = tf.fused.matMul({ a: x.reshape([-1, features]), b, bias: shift, activation });
    return first.vector ? y : y.reshape([...x.shape.slice(0, -1), units]);
  };
}

/** One multiply-add per channel, with its activation, in one pass: a depthwise convolution with a 1×1 kernel. */
function multiplyAdd({ first, affines, activation }, { tf, read, upload }) {
  const [channels] = first.shape;
  const { scale, shift } = composed(affines, channels, undefined, read);
  const filter = upload(Float32Array.from(scale), [1, 1, channels, 1]);
  const bias = upload(Float32Array.from(shift), [channels]);
  return (x) => {
    const y = tf.fused.depthwiseConv2d({ x: asMap(x), filter, strides: 1, pad: 'valid', bias, activation });
    return y.reshape(x.shape);
  };
}

function layernorm({ first }, { tf, read, upload }) {
  const { name, epsilon, shape } = first;
  const [gamma, beta] = ['weight', 'bias'].map((part) =>
    upload(read(`${name}.${part}`, [shape[0]]), [shape[0]]),
  );
  return (x) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return x
      .sub(mean)
      .mul(tf.rsqrt(variance.add(epsilon)))
      .mul(gamma)
      .add(beta);
  };
}

function groupnorm({ first }, { tf, read, upload }) {
  const { name, epsilon, groups, shape } = first;
  const [channels] = shape;
  const [gamma, beta] = ['weight', 'bias'].map((part) =>
    upload(read(`${name}.${part}`, [channels]), [channels]),
  );
  return (x) => {
    const grouped = x.reshape([x.shape[0], -1, groups, channels / groups]);
    const { mean, variance } = tf.moments(grouped, [1, 3], true);
    const normal = grouped.sub(mean).mul(tf.rsqrt(variance.add(epsilon)));
    return normal.reshape(x.shape).mul(gamma).add(beta);
  };
}

/** Explicit padding of core pools counts as −∞. */
function maxpool({ first }, { tf }) {
  const { kernel, stride, pad } = first;
  return (x) =>
    ranked(tf.maxPool(asMap(x), kernel, stride, isPadded(pad) ? explicitPad(pad) : 'valid'), first);
}

/** Explicit padding of core pools is left out of the mean; padding that counts is put there first. */
function avgpool({ first }, { tf }) {
  const { kernel, stride, pad, excludePad } = first;
  const outside = isPadded(pad) && excludePad ? explicitPad(pad) : 'valid';
  const inside = isPadded(pad) && !excludePad;
  return (x) => {
    const map = inside ? tf.pad(asMap(x), explicitPad(pad)) : asMap(x);
    return ranked(tf.avgPool(map, kernel, stride, outside), first);
  };
}

function zeroPad({ first }, { tf }) {
  const [batch, rows, columns] = explicitPad(first.pad);
  return (x) => tf.pad(asMap(x), [batch, rows, columns, first.channels]);
}

function upsample({ first }, { tf }) {
  const size = [first.shape[1], first.shape[2]];
  if (first.method === 'bilinear') return (x) => tf.image.resizeBilinear(asMap(x), size, false, true);
  return (x) => tf.image.resizeNearestNeighbor(asMap(x), size);
}

/** Channel g · n + i becomes channel i · groups + g. */
function channelShuffle({ first }, { tf }) {
  const { groups, shape } = first;
  return (x) => tf.transpose(x.reshape([-1, groups, shape[0] / groups]), [0, 2, 1]).reshape(x.shape);
}
