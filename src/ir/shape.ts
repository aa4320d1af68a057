/** A feature map without its batch: channels, height, width. A vector of n features is [n, 1, 1]. */
export type Shape = readonly [channels: number, height: number, width: number];

/** A pair for the two spatial axes: height first. */
export type Pair = readonly [height: number, width: number];

/** Rows and columns added on each side. */
export type Pads = readonly [top: number, bottom: number, left: number, right: number];

export function sameShape(a: Shape, b: Shape): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** A sliding window: a convolution's or a pool's. */
export interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly pad: Pads;
}

/** What a dilated kernel covers along one axis: (k − 1) · dilation + 1. */
export function effectiveKernel(kernel: number, dilation: number): number {
  return (kernel - 1) * dilation + 1;
}

/** Output extents: floor((in + pads − effective kernel) / stride) + 1; 0 or less where the kernel does not fit. */
export function windowOutput(input: Pair, window: Window): Pair {
  const along = (axis: 0 | 1): number => {
    const padded = input[axis] + window.pad[2 * axis]! + window.pad[2 * axis + 1]!;
    const kernel = effectiveKernel(window.kernel[axis], window.dilation[axis]);
    return Math.floor((padded - kernel) / window.stride[axis]) + 1;
  };
  return [along(0), along(1)];
}
