import type { Dispatch } from '../dispatch.ts';
import type { Layer } from '../layer.ts';
import { type KernelContext, load } from './context.ts';
import { perPixel } from './per-pixel.ts';

/** Elementwise operators that no other kernel could take along. */
export function map(context: KernelContext, layer: Layer): Dispatch {
  return perPixel(context, layer, {
    name: 'map',
    formula: 'input',
    template: 'map',
    view: ({ stored }) => ({
      read: load('input', 'pixel * shape.input_stride + shape.input_offset + quad', stored),
    }),
  });
}
