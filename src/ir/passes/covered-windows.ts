import type { Pads, Pair, Shape } from '../shape.ts';

interface Pool {
  readonly global: boolean;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly pad: Pads;
}

/** Whether each window of a pool holds at least one value of the input: none stands wholly in the padding. */
export function windowsMeetInput(
  { global, kernel, stride, pad }: Pool,
  [, height, width]: Shape,
  [, outputHeight, outputWidth]: Shape,
): boolean {
  // The first window reaches into the input and the last starts before its end; so do those between.
  const meets = (axis: 0 | 1, extent: number, outputs: number): boolean => {
    const before = pad[2 * axis]!;
    return before < kernel[axis] && (outputs - 1) * stride[axis] - before < extent;
  };
  return global || (meets(0, height, outputHeight) && meets(1, width, outputWidth));
}
