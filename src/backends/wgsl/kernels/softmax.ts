import type { Dispatch } from '../dispatch.ts';
import type { Layer } from '../layer.ts';
import { type KernelContext, load } from './context.ts';
import { perPixel } from './per-pixel.ts';

/** Softmax over the channels of each position. */
export function softmax(context: KernelContext, layer: Layer): Dispatch {
  return perPixel(context, layer, {
    name: 'softmax',
    formula: 'exp(input − largest) / Σ exp(input − largest)',
    allChannels: true,
    template: 'softmax',
    view: ({ stored }) => ({ read: load('input', 'start + quad', stored) }),
  });
}
