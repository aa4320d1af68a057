import type { Shape } from '../../../ir/shape.ts';
import type { Convolution } from '../layer.ts';
import { defaultLimits } from '../limits.ts';
import { vectors } from '../place-values.ts';
import { pixelsPerWorkgroup } from './product-lanes.ts';
import type { TileChoice } from './tiles.ts';
import { fitsWinograd, tilesOf } from './winograd.ts';

export type Algorithm = 'direct' | 'winograd2' | 'winograd4';

/** How a convolution is computed; what is not given is left to the rules. */
export interface ConvolutionChoice {
  readonly algorithm: Algorithm;
  readonly tile?: TileChoice;
}

/** What a user may ask for: `auto` leaves it to the layer. */
export type WinogradOption = 'auto' | 'off' | 'f2' | 'f4';

export interface ConvolutionSize {
  readonly batch: number;
  readonly output: Shape;
  readonly input: Shape;
}

/** On a processor, moving a value costs about as much as this many multiplications. */
const moving = 8;

/**
 * Estimated work on a CPU adapter, in multiplications: those of the products, whose last tile of pixels may be partly idle, and what is moved
 * to transform tiles and back. Measured on lavapipe: within a quarter of the times' ratios.
 */
function workOf(computation: Convolution, size: ConvolutionSize, algorithm: Algorithm): number {
  const { batch, output, input } = size;
  const [filters, height, width] = output.map((extent, axis) =>
    axis === 0 ? 4 * vectors(extent) : extent,
  ) as [number, number, number];
  const channels = (4 * vectors(input[0])) / computation.groups;
  const rounded = (pixels: number): number =>
    Math.ceil(pixels / pixelsPerWorkgroup(pixels)) * pixelsPerWorkgroup(pixels);
  if (algorithm === 'direct') {
    const taps = computation.kernel[0] * computation.kernel[1];
    return rounded(batch * height * width) * taps * channels * filters;
  }
  const tile = algorithm === 'winograd2' ? 2 : 4;
  const places = (tile + 2) ** 2;
  const [down, across] = tilesOf(height, width, tile);
  const tiles = batch * down * across;
  const products = rounded(tiles) * places * channels * filters;
  return products + tiles * moving * (2 * places * channels + (places + tile * tile) * filters);
}

/**
 * The cheapest algorithm of each convolution of a network. `auto` on a CPU adapter takes Winograd's only where it saves more than
 * a quarter of the whole network's work: else its three pipelines, its dispatches and its larger weights are not worth it. On GPUs, where
 * memory is what small batches wait for, it takes the direct one; `rnc tune` finds out whether another is faster.
 */
export function chooseAlgorithms(
  convolutions: readonly { readonly computation: Convolution; readonly size: ConvolutionSize }[],
  option: WinogradOption,
  processor: 'cpu' | 'gpu',
): readonly Algorithm[] {
  if (option === 'f2' || option === 'f4') {
    const asked = option === 'f2' ? 'winograd2' : 'winograd4';
    return convolutions.map(({ computation, size }) =>
      algorithmsFor(computation, size).includes(asked) ? asked : 'direct',
    );
  }
  const direct = convolutions.map((): Algorithm => 'direct');
  if (option === 'off' || processor === 'gpu') return direct;
  const best = convolutions.map(({ computation, size }) => {
    return algorithmsFor(computation, size)
      .map((algorithm) => ({ algorithm, work: workOf(computation, size, algorithm) }))
      .reduce((least, candidate) => (candidate.work < least.work ? candidate : least));
  });
  const before = convolutions.reduce(
    (sum, { computation, size }) => sum + workOf(computation, size, 'direct'),
    0,
  );
  const after = best.reduce((sum, { work }) => sum + work, 0);
  return after < 0.75 * before ? best.map(({ algorithm }) => algorithm) : direct;
}

/** The algorithms that can compute a convolution; Winograd's only where the transformed tiles fit a binding. */
export function algorithmsFor(
  computation: Convolution,
  { batch, output, input }: ConvolutionSize,
): readonly Algorithm[] {
  if (!fitsWinograd(computation)) return ['direct'];
  const fits = (tile: 2 | 4): boolean => {
    const [down, across] = tilesOf(output[1], output[2], tile);
    const quads = vectors(Math.max(input[0], output[0]));
    return (tile + 2) ** 2 * batch * down * across * quads * 16 <= defaultLimits.maxStorageBufferBindingSize;
  };
  return [
    'direct',
    ...(fits(2) ? (['winograd2'] as const) : []),
    ...(fits(4) ? (['winograd4'] as const) : []),
  ];
}
