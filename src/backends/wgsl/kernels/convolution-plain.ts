import type { Dispatch } from '../dispatch.ts';
import type { Convolution, Layer } from '../layer.ts';
import { packInterleaved, packVector } from '../pack.ts';
import { type KernelContext, load, parameter, u32 } from './context.ts';
import { formulaOf } from './convolution-formula.ts';
import { perPixel } from './per-pixel.ts';
import { windowFields } from './window-fields.ts';

/** A convolution whose groups do not fall on multiples of 4 channels: channel by channel. Rare, so plain rather than fast. */
export function plainConvolution(
  context: KernelContext,
  layer: Layer & { readonly computation: Convolution },
): Dispatch {
  const { computation } = layer;
  const { filters, groups } = computation;
  return perPixel(context, layer, {
    name: 'convolution_plain',
    formula: formulaOf(computation),
    template: 'convolution-plain',
    view: ({ stored }) => ({
      read: load('input', 'source + from_channel / 4u', stored),
      weight: load('weights', 'weight', context.dtype),
      bias: load('bias', 'quad', context.dtype),
    }),
    operands: [
      parameter('weights', packInterleaved(filters)),
      parameter('bias', packVector(computation.bias)),
    ],
    shape: (input, output) => ({
      ...windowFields(computation, input, output, context.batch),
      filters: u32(filters.shape[0]),
      group_filters: u32(filters.shape[0] / groups),
      group_channels: u32(filters.shape[1]),
    }),
  });
}
