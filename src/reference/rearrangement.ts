import type { AttributesOf } from '../ir/operators.ts';
import type { Shape } from '../ir/shape.ts';
import type { Values } from './values.ts';

export function zeroPad(
  { pad: [top, , left], channels: [front] }: AttributesOf<'zero_pad'>,
  { shape: [batch, channels, height, width], data }: Values,
  [outputChannels, outputHeight, outputWidth]: Shape,
): Float64Array {
  const result = new Float64Array(batch * outputChannels * outputHeight * outputWidth);
  for (let image = 0; image < batch; image++)
    for (let channel = 0; channel < channels; channel++)
      for (let row = 0; row < height; row++) {
        const from = ((image * channels + channel) * height + row) * width;
        const plane = image * outputChannels + front + channel;
        const to = (plane * outputHeight + top + row) * outputWidth + left;
        result.set(data.subarray(from, from + width), to);
      }
  return result;
}

/** Channel g · n + i, the i-th of the n channels of group g, becomes channel i · groups + g. */
export function shuffleChannels(
  { shape: [batch, channels, height, width], data }: Values,
  groups: number,
): Float64Array {
  const plane = height * width;
  const inGroup = channels / groups;
  const result = new Float64Array(data.length);
  for (let image = 0; image < batch; image++)
    for (let group = 0; group < groups; group++)
      for (let index = 0; index < inGroup; index++) {
        const from = (image * channels + group * inGroup + index) * plane;
        const to = (image * channels + index * groups + group) * plane;
        result.set(data.subarray(from, from + plane), to);
      }
  return result;
}

export function upsample(
  { scale, method }: AttributesOf<'upsample'>,
  { shape: [batch, channels, height, width], data }: Values,
): Float64Array {
  const place = method === 'nearest' ? nearest : bilinear;
  const rows = Array.from({ length: height * scale[0] }, (_, row) => place(row, scale[0], height));
  const columns = Array.from({ length: width * scale[1] }, (_, column) => place(column, scale[1], width));
  const result = new Float64Array(batch * channels * rows.length * columns.length);
  let to = 0;
  for (let plane = 0; plane < batch * channels; plane++)
    for (const row of rows) {
      const above = (plane * height + row.before) * width;
      const below = (plane * height + row.behind) * width;
      for (const column of columns) {
        const across = (start: number): number =>
          mix(data[start + column.before]!, data[start + column.behind]!, column.share);
        result[to++] = mix(across(above), across(below), row.share);
      }
    }
  return result;
}

/** The two inputs that an output lies between along one axis, and the share of the second. */
interface Place {
  readonly before: number;
  readonly behind: number;
  readonly share: number;
}

function nearest(output: number, scale: number): Place {
  const input = Math.floor(output / scale);
  return { before: input, behind: input, share: 0 };
}

/** Centres of pixels lie at half numbers; before the first and behind the last the map goes on as it ends. */
function bilinear(output: number, scale: number, extent: number): Place {
  const input = Math.max(0, (output + 0.5) / scale - 0.5);
  const before = Math.floor(input);
  return { before, behind: Math.min(before + 1, extent - 1), share: input - before };
}

/** A share of 0 leaves no trace of the second, not even of an infinity. */
const mix = (before: number, behind: number, share: number): number =>
  share === 0 ? before : before * (1 - share) + behind * share;
