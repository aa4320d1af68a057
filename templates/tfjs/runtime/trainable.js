import {
  concatenated,
  convolution,
  elements,
  isPadded,
  pair,
  pool,
  requireBroadcast,
  requireDivisible,
  requireEqual,
  sides,
} from './geometry.js';
import { initialization, initializer } from './initializers.js';
import { layerName } from './layer-names.js';
import { registerLayers } from './layers.js';

/**
 * A `tf.LayersModel` from an architecture. Layers that own tensors are named by their path
 * (`layerName`), so that weights find them.
 *
 * @param {string} name the model’s name
 * @param {readonly [number, number, number]} inputShape height, width, channels
 * @param {(nn: ReturnType<typeof layersOf>, x: import('@tensorflow/tfjs').SymbolicTensor) => import('@tensorflow/tfjs').SymbolicTensor} build
 * @returns {import('@tensorflow/tfjs').LayersModel} from [N, height, width, channels]
 */
export function trainable(tf, name, inputShape, build) {
  const input = tf.input({ shape: [...inputShape] });
  const outputs = build(layersOf(tf), input);
  try {
    return tf.model({ name: layerName(name), inputs: input, outputs });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error(
      `${name} is too deep for TensorFlow.js’s models, which go through their layers by recursion: give Node a larger stack (--stack-size=3900), or use createInference, which needs none`,
      { cause: error },
    );
  }
}

const neverNegative = new Set(['relu', 'relu6', 'sigmoid', 'hardSigmoid', 'softmax']);
const keepsSign = new Set([
  'MaxPooling2D',
  'AveragePooling2D',
  'ZeroPadding2D',
  'Concatenate',
  'Dropout',
  'Add',
]);

/** Whether no number of a symbolic tensor is below zero, whatever the weights and the input are. */
function isNonNegative({ sourceLayer, inputs }) {
  const kind = sourceLayer.getClassName();
  if (kind === 'Activation') return neverNegative.has(sourceLayer.getConfig().activation);
  return keepsSign.has(kind) && inputs.every(isNonNegative);
}

/** The operators, each giving a symbolic tensor: [N, H, W, C] for a feature map, [N, C] for a vector. */
function layersOf(tf) {
  const custom = registerLayers(tf);
  const isVector = (x) => x.shape.length === 2;
  /** @returns {import('./geometry.js').Shape} */
  const shapeOf = (x) => (isVector(x) ? [x.shape[1], 1, 1] : [x.shape[3], x.shape[1], x.shape[2]]);
  const channels = (x) => shapeOf(x)[0];
  const apply = (layer, x) => layer.apply(x);
  const create = (className, config, x) => apply(new custom[className](config), x);
  const reshape = (targetShape, x) => apply(tf.layers.reshape({ targetShape }), x);
  const map = (x) => (isVector(x) ? reshape([1, 1, channels(x)], x) : x);
  const vector = (x) => (isVector(x) ? x : reshape([channels(x)], x));
  const zeros = (x, [top, bottom, left, right]) =>
    isPadded([top, bottom, left, right])
      ? apply(
          tf.layers.zeroPadding2d({
            padding: [
              [top, bottom],
              [left, right],
            ],
          }),
          map(x),
        )
      : x;
  const start = (init, fanIn, fanOut) => initializer(tf, initialization(init, fanIn, fanOut));
  /** Values of equal shape, as maps if one of them is a map. */
  const alike = (values) => (values.every(isVector) ? values : values.map(map));
  const activation = (name) => (x) => apply(tf.layers.activation({ activation: name }), x);
  /** A model frees a value once its readers have run, and counts a layer as one reader: a value that it reads twice goes through another. */
  const apart = (values) =>
    values.map((value, index) => (values.indexOf(value) < index ? activation('linear')(value) : value));
  const merge = (layer, values) => apply(layer, apart(values));

  function conv(x, name, options) {
    const shape = shapeOf(x);
    const { kernel, filters, stride, pad, dilation, groups, bias, init, depthwise } = convolution(
      shape,
      name,
      options,
    );
    const area = elements(kernel);
    const fans = [(shape[0] / groups) * area, filters * area];
    const padded = zeros(map(x), pad);
    const config = {
      name: layerName(name),
      kernelSize: kernel,
      strides: stride,
      padding: 'valid',
      useBias: bias,
      biasInitializer: 'zeros',
    };
    const dilated = dilation.some((step) => step > 1);
    if (dilated || (groups > 1 && !depthwise))
      return create(
        'GeneralConv2D',
        {
          name: layerName(name),
          filters,
          kernelSize: kernel,
          strides: stride,
          dilation,
          groups,
          useBias: bias,
          start: initialization(init, ...fans),
        },
        padded,
      );
    if (depthwise) {
      const depthMultiplier = filters / groups;
      const depthwiseInitializer = start(init, ...fans);
      return apply(tf.layers.depthwiseConv2d({ ...config, depthMultiplier, depthwiseInitializer }), padded);
    }
    return apply(tf.layers.conv2d({ ...config, filters, kernelInitializer: start(init, ...fans) }), padded);
  }

  function linear(x, name, { units, bias = true, pointwise = false, init = 'linear_uniform' }) {
    const input = pointwise ? x : flatten(x);
    const features = channels(input);
    const kernelInitializer = start(init, features, units);
    const biasInitializer = start('linear_uniform', features, units);
    const config = { name: layerName(name), units, useBias: bias, kernelInitializer, biasInitializer };
    return apply(tf.layers.dense(config), input);
  }

  /** In PyTorch’s order: channels, rows, columns. */
  function flatten(x) {
    const [count, height, width] = shapeOf(x);
    if (height * width === 1) return vector(x);
    return reshape([count * height * width], apply(tf.layers.permute({ dims: [3, 1, 2] }), x));
  }

  function batchnorm(x, name, { epsilon, momentum, init = 'ones' }) {
    const gammaInitializer = start(init, 1, 1);
    const config = { name: layerName(name), epsilon, momentum, gammaInitializer };
    return apply(tf.layers.batchNormalization(config), x);
  }

  function groupnorm(x, name, { groups, epsilon }) {
    requireDivisible(name, groups, channels(x));
    return create('GroupNormalization', { name: layerName(name), groups, epsilon }, x);
  }

  function maxpool(x, options) {
    const { kernel, stride, pad } = pool(shapeOf(x), 'maxpool', options);
    const config = { poolSize: kernel, strides: stride };
    // Zeros do for −∞ where nothing is below them, and then the model loads without this runtime.
    if (isPadded(pad) && !isNonNegative(x)) return create('PaddedMaxPooling2D', { ...config, pad }, map(x));
    return apply(tf.layers.maxPooling2d({ ...config, padding: 'valid' }), map(zeros(x, pad)));
  }

  function avgpool(x, options) {
    const { kernel, stride, pad } = pool(shapeOf(x), 'avgpool', options);
    const config = { poolSize: kernel, strides: stride };
    if (isPadded(pad) && options.excludePad)
      return create('PaddedAveragePooling2D', { ...config, pad }, map(x));
    return apply(tf.layers.averagePooling2d({ ...config, padding: 'valid' }), zeros(map(x), pad));
  }

  function zeroPad(x, options = {}) {
    const [front, behind] = pair(options.channels ?? 0);
    const padded = zeros(x, sides(options.pad ?? 0));
    if (front + behind === 0) return padded;
    // TensorFlow.js pads rows and columns only: the channels become rows for a moment.
    const turn = (value) => apply(tf.layers.permute({ dims: [3, 2, 1] }), value);
    return turn(zeros(turn(map(padded)), [front, behind, 0, 0]));
  }

  function upsample(x, { scale, method }) {
    return create('MatrixUpSampling2D', { scale: pair(scale), method }, map(x));
  }

  function channelShuffle(x, { groups }) {
    requireDivisible('channelShuffle', groups, channels(x));
    return create('ChannelShuffle', { groups }, x);
  }

  function add(...values) {
    requireEqual('add', values.map(shapeOf));
    return values.length === 1 ? values[0] : merge(tf.layers.add(), alike(values));
  }

  /** A C×1×1 or 1×H×W factor applies to every position or channel. */
  function multiply(first, ...factors) {
    requireBroadcast('multiply', [first, ...factors].map(shapeOf));
    if (factors.length === 0) return first;
    const values = isVector(first) ? [first, ...factors.map(vector)] : [first, ...factors.map(map)];
    return merge(tf.layers.multiply(), values);
  }

  function concat(...values) {
    concatenated(values.map(shapeOf));
    return values.length === 1 ? values[0] : merge(tf.layers.concatenate({ axis: -1 }), alike(values));
  }

  return {
    conv,
    linear,
    batchnorm,
    layernorm: (x, name, { epsilon }) =>
      apply(tf.layers.layerNormalization({ name: layerName(name), axis: -1, epsilon }), x),
    groupnorm,
    relu: activation('relu'),
    relu6: activation('relu6'),
    silu: activation('swish'),
    gelu: activation('gelu'), // exact: x · Φ(x), through erf
    sigmoid: activation('sigmoid'),
    tanh: activation('tanh'),
    hardswish: (x) => create('Hardswish', {}, x),
    hardsigmoid: (x) => create('Hardsigmoid', {}, x),
    softmax: (x) => apply(tf.layers.softmax({ axis: -1 }), x),
    maxpool,
    avgpool,
    globalMaxpool: (x) => apply(tf.layers.globalMaxPooling2d({}), map(x)),
    globalAvgpool: (x) => apply(tf.layers.globalAveragePooling2d({}), map(x)),
    flatten,
    dropout: (x, { rate }) => apply(tf.layers.dropout({ rate }), x),
    dropPath: (x, { rate }) => create('DropPath', { rate }, x),
    zeroPad,
    upsample,
    channelShuffle,
    layerScale: (x, name, { value }) => create('LayerScale', { name: layerName(name), value }, x),
    add,
    multiply,
    concat,
    channels,
    height: (x) => shapeOf(x)[1],
    width: (x) => shapeOf(x)[2],
    sameShape: (a, b) => shapeOf(a).every((extent, axis) => extent === shapeOf(b)[axis]),
  };
}
