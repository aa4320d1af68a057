import type { AttributesOf } from '../ir/operators.ts';
import type { Shape } from '../ir/shape.ts';
import { elements } from '../ir/shape.ts';
import type { Values } from './values.ts';

type Convolution = Omit<AttributesOf<'conv'>, 'bias' | 'init'>;

/** Doubles of one block of patches, which should stay in a core's cache while all filters pass over it. */
const blockSize = 1 << 15;

/**
 * Each group's filters, as rows of a matrix, times the patches of the input that the window covers, as rows of another: some
 * patches at a time, all filters of the group over them.
 */
export function convolve(
  attributes: Convolution,
  input: Values,
  [, outputHeight, outputWidth]: Shape,
  weight: Float64Array,
  bias: Float64Array | undefined,
): Float64Array {
  const { filters, groups } = attributes;
  const [batch] = input.shape;
  const positions = outputHeight * outputWidth;
  const size = weight.length / filters;
  const rows = filters / groups;
  const result = new Float64Array(batch * filters * positions);
  const most = Math.max(4, Math.floor(blockSize / size));
  const patches = new Float64Array(Math.min(most, positions) * size);
  for (let image = 0; image < batch; image++)
    for (let group = 0; group < groups; group++) {
      const ownWeight = weight.subarray(group * rows * size, (group + 1) * rows * size);
      const plane = (image * filters + group * rows) * positions;
      const ownResult = result.subarray(plane, plane + rows * positions);
      for (let first = 0; first < positions; first += most) {
        const count = Math.min(most, positions - first);
        gatherPatches(attributes, input, image, group, outputWidth, first, count, patches);
        for (let row = 0; row < rows; row += 4)
          multiplyFour(ownWeight, row, rows - 1, patches, count, size, ownResult, positions, first);
      }
    }
  if (bias !== undefined)
    for (let at = 0; at < result.length; at++) result[at]! += bias[Math.floor(at / positions) % filters]!;
  return result;
}

/** Copies the group's channels under the window at `count` positions from `first` on, one patch behind the other; zeros outside. */
function gatherPatches(
  { groups, kernel, stride, dilation, pad }: Convolution,
  { shape: [, channels, height, width], data }: Values,
  image: number,
  group: number,
  outputWidth: number,
  first: number,
  count: number,
  patches: Float64Array,
): void {
  const [kernelHeight, kernelWidth] = kernel;
  const [dilationY, dilationX] = dilation;
  const groupChannels = channels / groups;
  const firstPlane = image * channels + group * groupChannels;
  let to = 0;
  for (let position = first; position < first + count; position++) {
    const top = Math.floor(position / outputWidth) * stride[0] - pad[0];
    const left = (position % outputWidth) * stride[1] - pad[2];
    for (let plane = firstPlane; plane < firstPlane + groupChannels; plane++)
      for (let tapY = 0; tapY < kernelHeight; tapY++) {
        const y = top + tapY * dilationY;
        const line = (plane * height + y) * width;
        for (let tapX = 0; tapX < kernelWidth; tapX++) {
          const x = left + tapX * dilationX;
          patches[to++] = y >= 0 && y < height && x >= 0 && x < width ? data[line + x]! : 0;
        }
      }
  }
}

/**
 * Four filters from `row` on over all patches, two at a time: eight sums for six loads. Behind the last filter, and behind the last
 * patch, one is computed again and its sums are written twice.
 */
function multiplyFour(
  weight: Float64Array,
  row: number,
  last: number,
  patches: Float64Array,
  count: number,
  size: number,
  result: Float64Array,
  positions: number,
  first: number,
): void {
  const [row1, row2, row3] = [Math.min(row + 1, last), Math.min(row + 2, last), Math.min(row + 3, last)];
  const [w0, w1, w2, w3] = [row * size, row1 * size, row2 * size, row3 * size];
  for (let patch = 0; patch < count; patch += 2) {
    const next = Math.min(patch + 1, count - 1);
    const [p, q] = [patch * size, next * size];
    let [p0, p1, p2, p3] = [0, 0, 0, 0];
    let [q0, q1, q2, q3] = [0, 0, 0, 0];
    for (let at = 0; at < size; at++) {
      const a = patches[p + at]!;
      const b = patches[q + at]!;
      p0 += weight[w0 + at]! * a;
      q0 += weight[w0 + at]! * b;
      p1 += weight[w1 + at]! * a;
      q1 += weight[w1 + at]! * b;
      p2 += weight[w2 + at]! * a;
      q2 += weight[w2 + at]! * b;
      p3 += weight[w3 + at]! * a;
      q3 += weight[w3 + at]! * b;
    }
    const [to, toNext] = [first + patch, first + next];
    result[row * positions + to] = p0;
    result[row * positions + toNext] = q0;
    result[row1 * positions + to] = p1;
    result[row1 * positions + toNext] = q1;
    result[row2 * positions + to] = p2;
    result[row2 * positions + toNext] = q2;
    result[row3 * positions + to] = p3;
    result[row3 * positions + toNext] = q3;
  }
}

/** A 1×1 convolution where it is pointwise; else one of the flattened values, which are 1×1 themselves. */
export function linear(
  { units, pointwise }: AttributesOf<'linear'>,
  { shape, data }: Values,
  weight: Float64Array,
  bias: Float64Array | undefined,
): Float64Array {
  const [batch, channels, height, width] = shape;
  const attributes = {
    filters: units,
    groups: 1,
    kernel: [1, 1],
    stride: [1, 1],
    dilation: [1, 1],
    pad: [0, 0, 0, 0],
  } as const;
  if (pointwise) return convolve(attributes, { shape, data }, [units, height, width], weight, bias);
  const flat = { shape: [batch, elements([channels, height, width]), 1, 1], data } as const;
  return convolve(attributes, flat, [units, 1, 1], weight, bias);
}
