import type { AttributesOf } from '../ir/operators.ts';
import type { Pads, Pair, Shape } from '../ir/shape.ts';
import type { Values } from './values.ts';

interface Pool {
  readonly global: boolean;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly pad: Pads;
}

/** A window cut to the rows and columns that the input has; `end` is one past the last. */
interface Cut {
  readonly firstRow: number;
  readonly endRow: number;
  readonly firstColumn: number;
  readonly endColumn: number;
}

export function maximumPool(attributes: AttributesOf<'maxpool'>, input: Values, output: Shape): Float64Array {
  return pool(attributes, input, output, (values, { firstRow, endRow, firstColumn, endColumn }, width) => {
    let largest = Number.NEGATIVE_INFINITY;
    for (let row = firstRow; row < endRow; row++)
      for (let column = firstColumn; column < endColumn; column++)
        largest = Math.max(largest, values[row * width + column]!);
    return largest;
  });
}

/** A mean over no value, of a window that stands in the padding with `exclude_pad`, is 0 / 0. */
export function averagePool(attributes: AttributesOf<'avgpool'>, input: Values, output: Shape): Float64Array {
  const { global, exclude_pad, kernel } = attributes;
  return pool(attributes, input, output, (values, { firstRow, endRow, firstColumn, endColumn }, width) => {
    let sum = 0;
    for (let row = firstRow; row < endRow; row++)
      for (let column = firstColumn; column < endColumn; column++) sum += values[row * width + column]!;
    const inside = Math.max(0, endRow - firstRow) * Math.max(0, endColumn - firstColumn);
    return sum / (global || exclude_pad ? inside : kernel[0] * kernel[1]);
  });
}

/** Applies `reduce` to each window of each plane. */
function pool(
  { global, kernel, stride, pad }: Pool,
  { shape: [batch, channels, height, width], data }: Values,
  [, outputHeight, outputWidth]: Shape,
  reduce: (plane: Float64Array, window: Cut, width: number) => number,
): Float64Array {
  const rows = cuts(outputHeight, global ? whole(height) : along(kernel[0], stride[0], pad[0], height));
  const columns = cuts(outputWidth, global ? whole(width) : along(kernel[1], stride[1], pad[2], width));
  const windows = rows.flatMap(([firstRow, endRow]) =>
    columns.map(([firstColumn, endColumn]) => ({ firstRow, endRow, firstColumn, endColumn })),
  );
  const result = new Float64Array(batch * channels * windows.length);
  for (let plane = 0; plane < batch * channels; plane++) {
    const values = data.subarray(plane * height * width, (plane + 1) * height * width);
    for (const [index, window] of windows.entries())
      result[plane * windows.length + index] = reduce(values, window, width);
  }
  return result;
}

type CutAlong = (output: number) => readonly [first: number, end: number];

const cuts = (outputs: number, cut: CutAlong) => Array.from({ length: outputs }, (_, output) => cut(output));

const whole =
  (extent: number): CutAlong =>
  () => [0, extent];

const along =
  (kernel: number, stride: number, before: number, extent: number): CutAlong =>
  (output) => {
    const start = output * stride - before;
    return [Math.max(0, start), Math.min(extent, start + kernel)];
  };
