import type { Pads, Pair } from '../../../ir/shape.ts';
import { int, ints } from '../attributes.ts';
import type { NodeWriter, Value } from '../node-writer.ts';
import { type Lowering, mapOf } from './lowering.ts';
import { padded, zero } from './rearrangement.ts';

/*
 * Engines have been wrong about padding that differs between two sides, and refuse a pool whose padding is as large as its window. Such
 * padding is a Pad node in front; what an attribute says is the same on both sides.
 */

export const conv: Lowering<'conv'> = ({ attributes, output }, { inputs: [input], tensors }, write) => {
  const { kernel, stride, dilation, groups, pad } = attributes;
  const { value, pads } = place(write, write.map(input!), pad, isSymmetric(pad), 0);
  return write.main('Conv', [value, ...tensors], mapOf(output), {
    dilations: ints(...dilation),
    group: int(groups),
    kernel_shape: ints(...kernel),
    pads,
    strides: ints(...stride),
  });
};

export const maxpool: Lowering<'maxpool'> = ({ attributes, output }, { inputs: [input] }, write) => {
  const map = write.map(input!);
  const { kernel, stride, pad, global } = attributes;
  if (global) return write.main('GlobalMaxPool', [map], mapOf(output));
  const { value, pads } = place(write, map, pad, suitsPool(pad, kernel), Number.NEGATIVE_INFINITY);
  const window = { kernel_shape: ints(...kernel), pads, strides: ints(...stride) };
  return write.main('MaxPool', [value], mapOf(output), window);
};

export const avgpool: Lowering<'avgpool'> = ({ attributes, output }, { inputs: [input] }, write) => {
  const map = write.map(input!);
  const { kernel, stride, pad, global, exclude_pad: exclude } = attributes;
  if (global) return write.main('GlobalAveragePool', [map], mapOf(output));
  const { value, pads } = place(write, map, pad, suitsPool(pad, kernel), zero);
  const asAttribute = value === map;
  const window = {
    // To the pool the zeros of a Pad node are values like others.
    count_include_pad: int(asAttribute && exclude ? 0 : 1),
    kernel_shape: ints(...kernel),
    pads,
    strides: ints(...stride),
  };
  if (asAttribute || !exclude) return write.main('AveragePool', [value], mapOf(output), window);
  // Each mean is over too many values, by a factor that its row tells and one that its column tells.
  const mean = write.step('mean', 'AveragePool', [value], mapOf(output), window);
  const [, , height, width] = map.extents as readonly number[];
  const rows = surplus(output[1], kernel[0], stride[0], pad[0], height!);
  const columns = surplus(output[2], kernel[1], stride[1], pad[2], width!);
  const forRows = [mean, write.floats('rows', rows, [1, 1, rows.length, 1])];
  const forColumns = write.floats('columns', columns, [1, 1, 1, columns.length]);
  return write.main('Mul', [write.step('share', 'Mul', forRows, mapOf(output)), forColumns], mapOf(output));
};

const isSymmetric = ([top, bottom, left, right]: Pads): boolean => top === bottom && left === right;

const suitsPool = (pad: Pads, kernel: Pair): boolean =>
  isSymmetric(pad) && pad[0] < kernel[0] && pad[2] < kernel[1];

/** The padding as the operator's attribute, or as a node before it. */
function place(write: NodeWriter, map: Value, pad: Pads, asAttribute: boolean, constant: number) {
  const [top, bottom, left, right] = pad;
  if (asAttribute) return { value: map, pads: ints(top, left, bottom, right) };
  return { value: padded(write, map, { pad, constant }), pads: ints(0, 0, 0, 0) };
}

/** For each window along one axis, how many times too many its values are: it counts the padding's. ∞ where it has none of the input's. */
function surplus(outputs: number, kernel: number, stride: number, before: number, extent: number) {
  return Array.from({ length: outputs }, (_, output) => {
    const start = output * stride - before;
    return kernel / Math.max(0, Math.min(extent, start + kernel) - Math.max(0, start));
  });
}
