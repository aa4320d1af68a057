import {
  concatenated,
  convolution,
  elements,
  equal,
  isPadded,
  pair,
  pool,
  requireBroadcast,
  requireDivisible,
  requireEqual,
  sides,
} from './geometry.js';

/**
 * One operation of a network, on paper: nothing is computed yet.
 *
 * @typedef {object} Node
 * @property {string} op
 * @property {readonly Node[]} inputs
 * @property {import('./geometry.js').Shape} shape of its value, without the batch
 * @property {boolean} vector whether its value is a tensor [N, C]; a feature map is [N, H, W, C]
 * @property {string} [name] the path of its tensors; the operator’s own arguments lie beside it
 */

/**
 * Runs the architecture once over shapes.
 *
 * @param {readonly [number, number, number]} inputShape height, width, channels
 * @returns {{ input: Node, output: Node, nodes: Node[] }} nodes in an order in which each comes after its inputs
 */
export function trace([height, width, channels], build) {
  const nodes = [];
  /** @returns {Node} */
  const node = (op, inputs, shape, rest = {}) => {
    const made = { vector: inputs[0]?.vector ?? false, ...rest, op, inputs, shape };
    nodes.push(made);
    return made;
  };
  const input = node('input', [], [channels, height, width]);
  return { input, output: build(operators(node), input), nodes };
}

function operators(node) {
  const same = (op) => (x) => node(op, [x], x.shape);
  const map = { vector: false };
  const vector = { vector: true };
  /** Values of equal rank: maps if one of them is a map. */
  const joined = (values) => ({ vector: values.every((value) => value.vector) });

  function conv(x, name, options) {
    const { output, ...rest } = convolution(x.shape, name, options);
    return node('conv', [x], output, { ...rest, ...map });
  }

  function linear(x, name, { units, bias = true, pointwise = false }) {
    if (pointwise) return node('linear', [x], [units, x.shape[1], x.shape[2]], { name, bias });
    // The weights can be put in the order of the map’s values once, so the map need not be put in the order of the weights.
    const source = x.op === 'flatten' ? x.inputs[0] : x;
    return node('linear', [source], [units, 1, 1], { name, bias, whole: true, ...vector });
  }

  function flatten(x) {
    return x.vector ? x : node('flatten', [x], [elements(x.shape), 1, 1], vector);
  }

  function slide(op, x, options) {
    const { output, ...window } = pool(x.shape, op, options);
    return node(op, [x], output, { ...window, excludePad: options.excludePad ?? false, ...map });
  }

  function globalPool(op, x) {
    const [count, ...kernel] = x.shape;
    return node(op, [x], [count, 1, 1], {
      kernel,
      stride: [1, 1],
      pad: [0, 0, 0, 0],
      whole: true,
      ...vector,
    });
  }

  function zeroPad(x, options = {}) {
    const pad = sides(options.pad ?? 0);
    const [front, behind] = pair(options.channels ?? 0);
    if (!isPadded([...pad, front, behind])) return x;
    const shape = [x.shape[0] + front + behind, x.shape[1] + pad[0] + pad[1], x.shape[2] + pad[2] + pad[3]];
    return node('zeroPad', [x], shape, { pad, channels: [front, behind], ...map });
  }

  function upsample(x, { scale, method }) {
    const [rows, columns] = pair(scale);
    return node('upsample', [x], [x.shape[0], x.shape[1] * rows, x.shape[2] * columns], { method, ...map });
  }

  function grouped(op, x, name, options) {
    requireDivisible(name, options.groups, x.shape[0]);
    return node(op, [x], x.shape, { name, ...options });
  }

  function add(...values) {
    const shapes = values.map((value) => value.shape);
    requireEqual('add', shapes);
    return values.length === 1 ? values[0] : node('add', values, shapes[0], joined(values));
  }

  function multiply(...values) {
    const shapes = values.map((value) => value.shape);
    requireBroadcast('multiply', shapes);
    return values.length === 1 ? values[0] : node('multiply', values, shapes[0]);
  }

  function concat(...values) {
    const shape = concatenated(values.map((value) => value.shape));
    return values.length === 1 ? values[0] : node('concat', values, shape, joined(values));
  }

  return {
    conv,
    linear,
    batchnorm: (x, name, { epsilon }) => node('batchnorm', [x], x.shape, { name, epsilon }),
    layernorm: (x, name, { epsilon }) => node('layernorm', [x], x.shape, { name, epsilon }),
    groupnorm: (x, name, options) => grouped('groupnorm', x, name, options),
    relu: same('relu'),
    relu6: same('relu6'),
    silu: same('silu'),
    gelu: same('gelu'),
    sigmoid: same('sigmoid'),
    hardswish: same('hardswish'),
    hardsigmoid: same('hardsigmoid'),
    tanh: same('tanh'),
    softmax: same('softmax'),
    maxpool: (x, options) => slide('maxpool', x, options),
    avgpool: (x, options) => slide('avgpool', x, options),
    globalMaxpool: (x) => globalPool('maxpool', x),
    globalAvgpool: (x) => globalPool('avgpool', x),
    flatten,
    dropout: (x) => x, // in inference both pass their input on
    dropPath: (x) => x,
    zeroPad,
    upsample,
    channelShuffle: (x, options) => grouped('channelShuffle', x, 'channelShuffle', options),
    layerScale: (x, name) => node('layerScale', [x], x.shape, { name }),
    add,
    multiply,
    concat,
    channels: (x) => x.shape[0],
    height: (x) => x.shape[1],
    width: (x) => x.shape[2],
    sameShape: (a, b) => equal(a.shape, b.shape),
  };
}
