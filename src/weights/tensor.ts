import type { Fault } from '../ir/operator.ts';

/** A tensor's values in row-major order, in PyTorch's layout (O×I/groups×kH×kW, out×in, or one extent). */
export interface WeightTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBufferLike>;
}

/** What is wrong with a file, and, where there is one, the way out of it. */
export type FileFault = Fault & { readonly help?: string };

/** `[64,3,7,7]` and `[64,3,7,7]` agree. */
export function sameExtents(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** The product of the extents; infinite or inexact products agree with no number of bytes, as files end below 2⁵³. */
export function countOf(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, extent) => product * extent, 1);
}
