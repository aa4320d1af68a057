import type { Picture } from './picture.ts';
import type { Raster } from './resample.ts';
import { resample } from './resample.ts';

/** The constants of torchvision's evaluation transform. `mean` and `std` have one number for each channel: 3, or 1. */
export interface Transform {
  /** What the picture's shorter side becomes, in pixels. */
  readonly resize: number;
  readonly crop: { readonly height: number; readonly width: number };
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** ImageNet's, with which torchvision's classification weights were trained. */
export const imagenet: Transform = {
  resize: 256,
  crop: { height: 224, width: 224 },
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/**
 * torchvision's Resize(resize), CenterCrop(crop), ToTensor, Normalize(mean, std) of a PIL picture: 1 × C × height ×
 * width, row-major. A picture smaller than the crop is padded with black. Where `mean` has one number the picture is
 * made grey first, as PIL's `convert("L")` does.
 */
export function evaluationTransform(picture: Picture, transform: Transform): Float32Array {
  const { samples, channels } = resizeAndCrop(picture, transform);
  const pixels = samples.length / channels;
  const numbers = new Float32Array(samples.length);
  for (let channel = 0; channel < channels; channel++) {
    const mean = Math.fround(transform.mean[channel]!);
    const std = Math.fround(transform.std[channel]!);
    const normalised = Float32Array.from(
      { length: 256 },
      (_, value) => Math.fround(Math.fround(value / 255) - mean) / std,
    );
    for (let pixel = 0; pixel < pixels; pixel++)
      numbers[channel * pixels + pixel] = normalised[samples[pixel * channels + channel]!]!;
  }
  return numbers;
}

/** The 8-bit pixels before they become numbers. */
export function resizeAndCrop(picture: Picture, { resize, crop, mean }: Transform): Raster {
  const raster = mean.length === 1 ? grey(picture) : { ...picture, channels: 3, samples: picture.rgb };
  const { width, height } = raster;
  const longer = Math.trunc((resize * Math.max(width, height)) / Math.min(width, height));
  const size = width <= height ? { width: resize, height: longer } : { width: longer, height: resize };
  const rows = place(size.height, crop.height);
  const columns = place(size.width, crop.width);
  const part = resample(raster, size, {
    top: rows.from,
    height: rows.count,
    left: columns.from,
    width: columns.count,
  });

  const samples = new Uint8Array(crop.height * crop.width * raster.channels);
  const stride = part.width * raster.channels;
  for (let y = 0; y < part.height; y++)
    samples.set(
      part.samples.subarray(y * stride, (y + 1) * stride),
      ((rows.to + y) * crop.width + columns.to) * raster.channels,
    );
  return { ...crop, channels: raster.channels, samples };
}

/** Along one axis: which `count` pixels of the picture are kept, and where in the crop they come to lie. */
function place(size: number, crop: number): { from: number; count: number; to: number } {
  if (crop > size) return { from: 0, count: size, to: Math.floor((crop - size) / 2) };
  return { from: roundHalfToEven((size - crop) / 2), count: crop, to: 0 };
}

/** Python's round, for halves of whole numbers. */
function roundHalfToEven(x: number): number {
  return x % 2 === 0.5 ? x - 0.5 : Math.round(x);
}

/** ITU-R 601-2 luma in PIL's 16-bit fixed point. */
function grey({ width, height, rgb }: Picture): Raster {
  const samples = new Uint8Array(width * height);
  for (let pixel = 0; pixel < samples.length; pixel++) {
    const [red, green, blue] = [rgb[3 * pixel]!, rgb[3 * pixel + 1]!, rgb[3 * pixel + 2]!];
    samples[pixel] = (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
  }
  return { width, height, channels: 1, samples };
}
