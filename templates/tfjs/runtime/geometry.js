/**
 * Shapes, and the arguments of windows, in one spelling for both engines.
 *
 * @typedef {readonly [channels: number, height: number, width: number]} Shape without the batch; a vector of n features is [n, 1, 1]
 * @typedef {number | readonly [height: number, width: number]} Pair
 * @typedef {number | readonly [top: number, bottom: number, left: number, right: number]} Pads
 */

/** @param {Pair} value @returns {[number, number]} */
export const pair = (value) => (typeof value === 'number' ? [value, value] : [value[0], value[1]]);

/** @param {Pads} value @returns {[number, number, number, number]} */
export const sides = (value) =>
  typeof value === 'number' ? [value, value, value, value] : [value[0], value[1], value[2], value[3]];

/** @param {readonly number[]} pad */
export const isPadded = (pad) => pad.some((side) => side > 0);

/** What core operators such as `tf.conv2d` take for explicit padding. @param {readonly number[]} pad */
export const explicitPad = ([top, bottom, left, right]) => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

/** @param {readonly number[]} shape */
export const elements = (shape) => shape.reduce((product, extent) => product * extent, 1);

/** @param {readonly number[]} a @param {readonly number[]} b */
export const equal = (a, b) => a.length === b.length && a.every((extent, axis) => extent === b[axis]);

/** @param {readonly number[]} shape */
export const describe = (shape) => shape.join('×');

/**
 * A convolution’s arguments, complete, and the shape it gives.
 *
 * @param {Shape} input
 * @param {string} name
 * @throws {Error} where the groups do not divide the channels or the kernel does not fit
 */
export function convolution(input, name, options) {
  const { filters, groups = 1, bias = false, init = 'he_normal' } = options;
  const kernel = pair(options.kernel);
  const stride = pair(options.stride ?? 1);
  const pad = sides(options.pad ?? 0);
  // Along an axis where the kernel has one tap, a dilation changes nothing.
  const dilation = pair(options.dilation ?? 1).map((step, axis) => (kernel[axis] === 1 ? 1 : step));
  if (input[0] % groups !== 0 || filters % groups !== 0)
    throw new Error(
      `${name}: ${groups} groups do not divide ${input[0]} input and ${filters} output channels`,
    );
  const output = [filters, ...windowOutput(input, name, { kernel, stride, pad, dilation })];
  return {
    name,
    kernel,
    filters,
    stride,
    pad,
    dilation,
    groups,
    bias,
    init,
    output,
    depthwise: groups > 1 && groups === input[0],
    /** PyTorch’s. */
    weightShape: [filters, input[0] / groups, ...kernel],
  };
}

/** A pool’s arguments, complete, and the shape it gives. @param {Shape} input @param {string} name */
export function pool(input, name, options) {
  const kernel = pair(options.kernel);
  const stride = pair(options.stride ?? kernel);
  const pad = sides(options.pad ?? 0);
  const output = [input[0], ...windowOutput(input, name, { kernel, stride, pad, dilation: [1, 1] })];
  return { kernel, stride, pad, output };
}

/** Output height and width: floor((in + pads − effective kernel) / stride) + 1. */
function windowOutput(input, name, { kernel, stride, pad, dilation }) {
  return [0, 1].map((axis) => {
    const padded = input[1 + axis] + pad[2 * axis] + pad[2 * axis + 1];
    const covered = (kernel[axis] - 1) * dilation[axis] + 1;
    if (covered > padded)
      throw new Error(
        `${name}: a kernel that covers ${covered} does not fit ${describe(input)}, padded to ${padded}`,
      );
    return Math.floor((padded - covered) / stride[axis]) + 1;
  });
}

/** `tf.layers.add` broadcasts a channel of extent 1 without a word, so both engines ask here. @param {Shape[]} shapes */
export function requireEqual(operator, shapes) {
  for (const shape of shapes)
    if (!equal(shape, shapes[0]))
      throw new Error(`${operator}: shapes differ: ${describe(shapes[0])} and ${describe(shape)}`);
}

/** A factor may have extent 1 along the channels, or along both spatial axes. @param {Shape[]} shapes */
export function requireBroadcast(operator, [first, ...factors]) {
  for (const factor of factors) {
    const channels = factor[0] === first[0] || factor[0] === 1;
    const positions =
      (factor[1] === first[1] && factor[2] === first[2]) || (factor[1] === 1 && factor[2] === 1);
    if (!channels || !positions)
      throw new Error(`${operator}: ${describe(factor)} does not broadcast to ${describe(first)}`);
  }
}

/** The shape of values joined along their channels. @param {Shape[]} shapes @returns {Shape} */
export function concatenated(shapes) {
  const [first] = shapes;
  for (const shape of shapes)
    if (shape[1] !== first[1] || shape[2] !== first[2])
      throw new Error(`concat: sizes differ: ${describe(first)} and ${describe(shape)}`);
  return [shapes.reduce((sum, shape) => sum + shape[0], 0), first[1], first[2]];
}

/** @param {string} name @param {number} groups @param {number} channels */
export function requireDivisible(name, groups, channels) {
  if (channels % groups !== 0)
    throw new Error(`${name}: ${groups} groups do not divide ${channels} channels`);
}
