import type { Fault } from './operator.ts';
import { fault } from './operator.ts';
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
