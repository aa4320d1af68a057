import type { Pads, Pair } from '../../../ir/shape.ts';
import type { Field } from '../dispatch.ts';
import { inputFields, u32, type View } from './context.ts';

/** What a window that slides over a map needs to know. */
export function windowFields(
  window: { readonly kernel: Pair; readonly stride: Pair; readonly pad: Pads; readonly dilation?: Pair },
  input: View,
  output: View,
  batch: number,
): Readonly<Record<string, Field>> {
  const { kernel, stride, pad, dilation = [1, 1] } = window;
  const [, height, width] = output.shape;
  return {
    ...inputFields(input),
    kernel_height: u32(kernel[0]),
    kernel_width: u32(kernel[1]),
    taps: u32(kernel[0] * kernel[1]),
    stride_y: u32(stride[0]),
    stride_x: u32(stride[1]),
    dilation_y: u32(dilation[0]),
    dilation_x: u32(dilation[1]),
    pad_top: u32(pad[0]),
    pad_left: u32(pad[2]),
    out_width: u32(width),
    out_area: u32(height * width),
    pixels: u32(batch * height * width),
  };
}
