import type { Convolution } from '../layer.ts';

/** `bias + Σ input · weights`, with the window's numbers where they are not the plain ones. */
export function formulaOf({ kernel }: Convolution): string {
  const sum = kernel[0] * kernel[1] === 1 ? 'Σ over channels of' : 'Σ over ky, kx, channels of';
  return `bias + ${sum} input · weights`;
}
