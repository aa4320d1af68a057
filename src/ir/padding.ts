import type { Pads, Pair } from './shape.ts';
import { effectiveKernel } from './shape.ts';

/** How a source asks for padding; `half` is what the residual papers mean, `same` is TensorFlow's rule. */
export type PaddingRule = 'half' | 'half if odd' | 'same' | Pads;

interface Sliding {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
}

/** Rows and columns for a rule; undefined where an even kernel has no half and must say. */
export function resolvePadding(
  rule: PaddingRule,
  input: Pair,
  { kernel, stride, dilation }: Sliding,
): Pads | undefined {
  if (typeof rule !== 'string') return rule;
  if (rule === 'same') {
    const [top, bottom] = sameAlong(input[0], kernel[0], stride[0], dilation[0]);
    const [left, right] = sameAlong(input[1], kernel[1], stride[1], dilation[1]);
    return [top, bottom, left, right];
  }
  const even = kernel.some((extent) => extent % 2 === 0);
  if (even) return rule === 'half if odd' ? [0, 0, 0, 0] : undefined;
  const rows = ((kernel[0] - 1) / 2) * dilation[0];
  const columns = ((kernel[1] - 1) / 2) * dilation[1];
  return [rows, rows, columns, columns];
}

/** TensorFlow: as many outputs as ⌈in / stride⌉, the odd one of the padding behind. */
function sameAlong(
  input: number,
  kernel: number,
  stride: number,
  dilation: number,
): readonly [number, number] {
  const outputs = Math.ceil(input / stride);
  const total = Math.max((outputs - 1) * stride + effectiveKernel(kernel, dilation) - input, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
