import { composed, scaled } from './affine.js';
import { elements, explicitPad, isPadded } from './geometry.js';
import { asMap, permute } from './layout.js';
import { suitsWinograd, winogradKernel } from './winograd.js';

/** How many channels one dense convolution of a grouped one takes: on wasm, measured best for ResNeXt’s 4 to 32 channels a group. */
const CHUNK = 32;

/** A convolution with bias and activation in one kernel. @type {typeof import('./kernels.js').kernels[string]} */
export function convolutionKernel(step, resources) {
  const { first, affines, activation } = step;
  const { tf, read, upload } = resources;
  const { name, filters, stride, dilation, groups, bias, depthwise, weightShape } = first;
  const affine = composed(affines, filters, bias ? read(`${name}.bias`, [filters]) : undefined, read);
  const weight = scaled(read(`${name}.weight`, weightShape), affine);
  const shift = Float32Array.from(affine.shift);

  if (suitsWinograd(tf, first)) return winogradKernel(weight, shift, step, resources);

  // tfjs refuses a stride and a dilation at once: stride 1, then every stride-th row and column (a pool of one value).
  const apart = dilation.some((step) => step > 1) && stride.some((step) => step > 1);
  const common = {
    strides: apart ? [1, 1] : stride,
    dilations: dilation,
    pad: isPadded(first.pad) ? explicitPad(first.pad) : 'valid',
    activation,
  };
  const subsample = (y) => (apart ? tf.maxPool(y, 1, stride, 'valid') : y);

  if (depthwise) {
    const filter = upload(...depthwiseFilter(weight, first));
    const offset = upload(shift, [filters]);
    return (x) => subsample(tf.fused.depthwiseConv2d({ ...common, x: asMap(x), filter, bias: offset }));
  }
  const chunks = chunked(first).map(({ from, to }) => ({
    filter: upload(...denseFilter(weight, first, from, to)),
    bias: upload(shift.slice((from * filters) / groups, (to * filters) / groups), [
      ((to - from) * filters) / groups,
    ]),
    channels: (to - from) * weightShape[1],
  }));
  if (chunks.length === 1) {
    const [{ filter, bias: offset }] = chunks;
    return (x) => subsample(tf.fused.conv2d({ ...common, x: asMap(x), filter, bias: offset }));
  }
  const sizes = chunks.map(({ channels }) => channels);
  return (x) => {
    const parts = tf.split(asMap(x), sizes, 3);
    const results = chunks.map(({ filter, bias: offset }, index) =>
      tf.fused.conv2d({ ...common, x: parts[index], filter, bias: offset }),
    );
    return subsample(tf.concat(results, 3));
  };
}

/**
 * tfjs has no grouped convolution. One dense convolution per group is many small kernels, one for all groups is mostly zeros: the
 * groups are taken a few at a time.
 */
function chunked({ groups, filters, weightShape }) {
  const width = Math.max(weightShape[1], filters / groups);
  const perChunk = Math.max(1, Math.min(groups, Math.floor(CHUNK / width)));
  const chunks = [];
  for (let from = 0; from < groups; from += perChunk)
    chunks.push({ from, to: Math.min(from + perChunk, groups) });
  return chunks;
}

/** O×1×kH×kW → kH×kW×C×(O / C). */
function depthwiseFilter(weight, { filters, groups, kernel }) {
  const multiplier = filters / groups;
  return [permute(weight, [groups, multiplier, ...kernel], [2, 3, 0, 1]), [...kernel, groups, multiplier]];
}

/** Groups `from` to `to` as one dense filter kH×kW×I×O, zero between the groups. */
function denseFilter(weight, { groups, filters, kernel, weightShape }, from, to) {
  const count = to - from;
  const [inputs, outputs] = [weightShape[1], filters / groups];
  const shape = [...kernel, count * inputs, count * outputs];
  if (count === 1) {
    const size = outputs * inputs * elements(kernel);
    return [
      permute(weight.subarray(from * size, to * size), [outputs, inputs, ...kernel], [2, 3, 1, 0]),
      shape,
    ];
  }
  const dense = new Float32Array(elements(shape));
  const area = elements(kernel);
  for (let row = 0; row < count * outputs; row++) {
    const group = Math.floor(row / outputs);
    for (let input = 0; input < inputs; input++)
      for (let tap = 0; tap < area; tap++) {
        const column = (tap * count * inputs + group * inputs + input) * count * outputs + row;
        dense[column] = weight[((from * outputs + row) * inputs + input) * area + tap];
      }
  }
  return [dense, shape];
}
