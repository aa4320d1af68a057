/**
 * torchvision’s evaluation transform of a picture: Resize(resize), CenterCrop(height, width), ToTensor, Normalize(mean, std), with the
 * 8-bit arithmetic of PIL, so that a page answers what PyTorch answers.
 *
 * @param {{ width: number, height: number, data: Uint8ClampedArray }} picture RGBA, as ImageData
 * @param {{ resize: number, height: number, width: number, mean: number[], std: number[] }} options one mean makes it grey
 * @returns {{ pixels: Uint8Array, values: Float32Array }} what the network sees: height×width×channels, and the numbers C×H×W
 */
export function preparePicture(picture, { resize, height, width, mean, std }) {
  const channels = mean.length;
  const data = channels === 1 ? grey(picture.data) : withoutAlpha(picture.data);
  const raster = { width: picture.width, height: picture.height, channels, data };
  const long = Math.trunc(
    (resize * Math.max(raster.width, raster.height)) / Math.min(raster.width, raster.height),
  );
  const [toWidth, toHeight] = raster.width <= raster.height ? [resize, long] : [long, resize];
  const columns = place(toWidth, width);
  const rows = place(toHeight, height);
  const part = resample(raster, toWidth, toHeight, columns, rows);

  const pixels = new Uint8Array(height * width * channels); // black where the picture is smaller
  const run = columns.count * channels;
  for (let y = 0; y < rows.count; y++)
    pixels.set(part.subarray(y * run, (y + 1) * run), ((rows.to + y) * width + columns.to) * channels);
  const values = new Float32Array(pixels.length);
  for (let channel = 0, at = 0; channel < channels; channel++) {
    const [shift, scale] = [Math.fround(mean[channel]), Math.fround(std[channel])];
    for (let pixel = 0; pixel < height * width; pixel++)
      values[at++] = Math.fround(Math.fround(pixels[pixel * channels + channel] / 255) - shift) / scale;
  }
  return { pixels, values };
}

/** Along one axis: which pixels of the resized picture are kept, and where in the crop they come to lie. */
function place(size, crop) {
  if (crop > size) return { from: 0, count: size, to: Math.floor((crop - size) / 2) };
  const middle = (size - crop) / 2;
  return { from: middle % 2 === 0.5 ? middle - 0.5 : Math.round(middle), count: crop, to: 0 }; // as Python rounds
}

const withoutAlpha = (data) =>
  Uint8Array.from({ length: (data.length / 4) * 3 }, (_, i) => data[Math.floor(i / 3) * 4 + (i % 3)]);

/** Luma as PIL’s `convert("L")` computes it. */
const grey = (data) =>
  Uint8Array.from(
    { length: data.length / 4 },
    (_, i) => (19595 * data[4 * i] + 38470 * data[4 * i + 1] + 7471 * data[4 * i + 2] + 0x8000) >> 16,
  );

const BITS = 22;

/** PIL’s bilinear resize (src/libImaging/Resample.c): rows first, rounded to 8 bits, then columns; only what is kept. */
function resample({ width, height, channels, data }, toWidth, toHeight, columns, rows) {
  const across = taps(width, toWidth, columns);
  const down = taps(height, toHeight, rows);
  const first = down[0].start;
  const last = down.at(-1).start + down.at(-1).weights.length;
  const run = across.length * channels;
  const wide = new Uint8Array((last - first) * run);
  for (let y = first; y < last; y++)
    for (let x = 0; x < run; x++) {
      const { start, weights } = across[Math.floor(x / channels)];
      wide[(y - first) * run + x] = weigh(
        data,
        (y * width + start) * channels + (x % channels),
        channels,
        weights,
      );
    }
  const result = new Uint8Array(down.length * run);
  for (const [y, { start, weights }] of down.entries())
    for (let x = 0; x < run; x++) result[y * run + x] = weigh(wide, (start - first) * run + x, run, weights);
  return result;
}

/** For each output that is kept, the first input and the weights of a triangle that is as wide as the scale, in fixed point. */
function taps(from, to, { from: offset, count }) {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({ length: count }, (_, index) => {
    const centre = (offset + index + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(from, Math.trunc(centre + support + 0.5));
    const exact = Array.from({ length: end - start }, (_, tap) =>
      Math.max(0, 1 - Math.abs((start + tap - centre + 0.5) * (1 / support))),
    );
    const total = exact.reduce((sum, weight) => sum + weight, 0);
    return {
      start,
      weights: Int32Array.from(exact, (weight) => Math.trunc(0.5 + (weight / total) * 2 ** BITS)),
    };
  });
}

function weigh(data, from, step, weights) {
  let sum = 1 << (BITS - 1);
  for (let tap = 0, at = from; tap < weights.length; tap++, at += step) sum += data[at] * weights[tap];
  return Math.min(255, sum >> BITS);
}
