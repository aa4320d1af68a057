/** 8-bit samples, interleaved: 1 or 3 for each pixel, rows from the top. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly samples: Uint8Array;
}

/** A part of a picture, in pixels. */
export interface Region {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/**
 * The region of `raster` resized to `size`, as PIL's `Image.resize(…, BILINEAR)` computes it, to the bit
 * (src/libImaging/Resample.c): a triangle filter, widened by the scale when shrinking; coefficients in 22-bit fixed
 * point; first along rows, rounded to 8 bits, then along columns. Only what the region needs is computed, so a very
 * long picture costs no more than a square one.
 */
export function resample(
  raster: Raster,
  size: { readonly height: number; readonly width: number },
  region: Region,
): Raster {
  const { channels } = raster;
  const columns = taps(raster.width, size.width, region.left, region.width);
  const rows = taps(raster.height, size.height, region.top, region.height);
  const firstRow = rows.reduce((first, { start }) => Math.min(first, start), raster.height);
  const lastRow = rows.reduce((last, { start, weights }) => Math.max(last, start + weights.length), 0);

  const stride = region.width * channels;
  const across = new Uint8Array(Math.max(0, lastRow - firstRow) * stride);
  for (let y = firstRow; y < lastRow; y++)
    for (const [x, { start, weights }] of columns.entries())
      for (let channel = 0; channel < channels; channel++) {
        const from = (y * raster.width + start) * channels + channel;
        across[(y - firstRow) * stride + x * channels + channel] = weighted(
          raster.samples,
          from,
          channels,
          weights,
        );
      }
  const samples = new Uint8Array(region.height * stride);
  for (const [y, { start, weights }] of rows.entries())
    for (let x = 0; x < stride; x++)
      samples[y * stride + x] = weighted(across, (start - firstRow) * stride + x, stride, weights);
  return { width: region.width, height: region.height, channels, samples };
}

const precisionBits = 22;

/** The inputs of one output: `weights.length` of them from `start`, with weights that add to 2²². */
interface Taps {
  readonly start: number;
  readonly weights: Int32Array;
}

/** PIL's precompute_coeffs and normalize_coeffs_8bpc, for outputs `first` to `first + count` of `to`. */
function taps(from: number, to: number, first: number, count: number): readonly Taps[] {
  // PIL leaves out a pass that changes no size; its weights would be exactly one.
  const scale = from / to;
  const filterScale = Math.max(1, scale);
  const inverse = 1 / filterScale;
  return Array.from({ length: count }, (_, index) => {
    const center = (first + index + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - filterScale + 0.5));
    const end = Math.min(from, Math.trunc(center + filterScale + 0.5));
    const exact = Array.from({ length: end - start }, (_, tap) =>
      triangle((start + tap - center + 0.5) * inverse),
    );
    const total = exact.reduce((sum, weight) => sum + weight, 0);
    const weights = Int32Array.from(exact, (weight) =>
      Math.trunc(0.5 + (weight / total) * 2 ** precisionBits),
    );
    return { start, weights };
  });
}

const triangle = (x: number): number => Math.max(0, 1 - Math.abs(x));

function weighted(samples: Uint8Array, from: number, step: number, weights: Int32Array): number {
  let sum = 1 << (precisionBits - 1);
  for (let tap = 0, at = from; tap < weights.length; tap++, at += step) sum += samples[at]! * weights[tap]!;
  return Math.min(255, sum >> precisionBits);
}
