import type { Parameter } from './dispatch.ts';
import type { Filters, Vector } from './layer.ts';
import { vectors } from './place-values.ts';

/** Filters of a layer whose weights are too large for one binding. */
export interface FilterRange {
  /** A multiple of 4. */
  readonly from: number;
  readonly count: number;
}

/**
 * Filters [from, from + count) as [group, ky, kx, channel, filter], the filters contiguous; channels and filters of each group filled
 * up with zeros to multiples of 4.
 */
export function packFilters(
  { name, shape, data }: Filters,
  groups: number,
  from = 0,
  count = shape[0],
): Parameter {
  const [all, channels, height, width] = shape;
  const perGroup = count / groups;
  const filters4 = 4 * vectors(perGroup);
  const channels4 = 4 * vectors(channels);
  const taps = height * width;
  const length = groups * taps * channels4 * filters4;
  const pack = (): Float32Array => {
    const packed = new Float32Array(length);
    for (let group = 0; group < groups; group++) {
      for (let n = 0; n < perGroup; n++) {
        const filter = from + group * perGroup + n;
        for (let c = 0; c < channels; c++) {
          let at = (filter * channels + c) * taps;
          let to = (group * taps * channels4 + c) * filters4 + n;
          for (let tap = 0; tap < taps; tap++, at++, to += channels4 * filters4) packed[to] = data[at]!;
        }
      }
    }
    return packed;
  };
  return {
    name: count === all ? name : `${name}[${from}:${from + count}]`,
    pack,
    length,
    layout: 'group, ky, kx, channel, filter',
  };
}

/** Filters of one channel each as [ky, kx, channel], filled up to a multiple of 4 channels. */
export function packDepthwise({ name, shape, data }: Filters): Parameter {
  const [count, , height, width] = shape;
  const taps = height * width;
  const stride = 4 * vectors(count);
  const pack = (): Float32Array => {
    const packed = new Float32Array(taps * stride);
    for (let c = 0; c < count; c++) {
      for (let tap = 0; tap < taps; tap++) packed[tap * stride + c] = data[c * taps + tap]!;
    }
    return packed;
  };
  return { name, pack, length: taps * stride, layout: 'ky, kx, channel' };
}

/** One number per channel, filled up with zeros to a multiple of 4. */
export function packVector({ name, values }: Vector): Parameter {
  const length = 4 * vectors(values.length);
  const pack = (): Float32Array => {
    const packed = new Float32Array(length);
    packed.set(values);
    return packed;
  };
  return { name, pack, length, layout: 'channel' };
}

/** Filters of any groups as [ky, kx, channel of the group, filter], filled up to a multiple of 4 filters. */
export function packInterleaved({ name, shape, data }: Filters): Parameter {
  const [count, channels, height, width] = shape;
  const taps = height * width;
  const stride = 4 * vectors(count);
  const pack = (): Float32Array => {
    const packed = new Float32Array(taps * channels * stride);
    for (let n = 0; n < count; n++) {
      for (let c = 0; c < channels; c++) {
        for (let tap = 0; tap < taps; tap++)
          packed[(tap * channels + c) * stride + n] = data[(n * channels + c) * taps + tap]!;
      }
    }
    return packed;
  };
  return { name, pack, length: taps * channels * stride, layout: 'ky, kx, channel, filter' };
}
