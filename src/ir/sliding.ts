import type { Fault } from './operator.ts';
import { fault, isFault } from './operator.ts';
import type { Shape, Window } from './shape.ts';
import { effectiveKernel, windowOutput } from './shape.ts';

/** The output of an operator that slides a window, or the reason why the window has no place to stand. */
export function slide(name: string, input: Shape, window: Window, channels: number): Shape | Fault {
  const [, height, width] = input;
  const [outputHeight, outputWidth] = windowOutput([height, width], window);
  if (outputHeight >= 1 && outputWidth >= 1) return [channels, outputHeight, outputWidth];
  const { pad, kernel, dilation, stride } = window;
  const reach = [effectiveKernel(kernel[0], dilation[0]), effectiveKernel(kernel[1], dilation[1])] as const;
  const padded = [height + pad[0] + pad[1], width + pad[2] + pad[3]] as const;
  const axis = outputHeight >= 1 ? 1 : 0;
  const along = [outputHeight, outputWidth][axis]!;
  const formula = `⌊(${padded[axis]} − ${reach[axis]}) / ${stride[axis]}⌋ + 1 = ${along < 0 ? `−${-along}` : along}`;
  return fault('shape/kernel-too-large', { operator: name, kernel: reach, input, padded, formula }, 'kernel');
}

/** The same for an operator that has no answer for a window wholly in the padding; frameworks refuse it, or give what their memory holds. */
export function slideOverValues(name: string, input: Shape, window: Window, channels: number): Shape | Fault {
  const output = slide(name, input, window, channels);
  if (isFault(output) || !hasEmptyWindow(input, window, output)) return output;
  return fault('shape/empty-window', { operator: name }, 'pad');
}

/** Whether a window holds no value of the input: the first ends before it, or the last begins behind it. */
export function hasEmptyWindow(
  input: Shape,
  { pad, kernel, stride, dilation }: Window,
  output: Shape,
): boolean {
  return ([0, 1] as const).some((axis) => {
    const [before, extent] = [pad[2 * axis]!, input[axis + 1]!];
    const last = (output[axis + 1]! - 1) * stride[axis];
    return effectiveKernel(kernel[axis], dilation[axis]) <= before || last >= before + extent;
  });
}
