import { describe, expect, it } from 'vitest';
import { evaluationTransform } from '../../../src/data/preprocess.ts';
import { preparePicture } from '../../../templates/wgsl/page/prepare-picture.js';

/** Noise, so that no wrong tap goes unseen. */
function noise(width: number, height: number): { rgb: Uint8Array; data: Uint8ClampedArray } {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 2654435761) >>> 24);
  const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, index) =>
    index % 4 === 3 ? 255 : rgb[(index >> 2) * 3 + (index % 4)]!,
  );
  return { rgb, data };
}

const colour = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const grey = { mean: [0.5], std: [0.25] };

describe('the page’s picture', () => {
  // What it is compared with is compared with PIL and torchvision in test/oracle/pictures.test.ts.
  it.each([
    { width: 61, height: 47, resize: 32, crop: { height: 28, width: 28 }, ...colour },
    { width: 40, height: 93, resize: 37, crop: { height: 32, width: 31 }, ...colour },
    { width: 20, height: 12, resize: 30, crop: { height: 24, width: 24 }, ...colour },
    { width: 33, height: 35, resize: 9, crop: { height: 14, width: 8 }, ...colour },
    { width: 50, height: 31, resize: 32, crop: { height: 28, width: 28 }, ...grey },
  ])('is prepared as `rnc run` prepares it: $width×$height', ({ width, height, resize, crop, mean, std }) => {
    const { rgb, data } = noise(width, height);
    const { values } = preparePicture({ width, height, data }, { resize, ...crop, mean, std });
    const picture = { width, height, rgb };
    expect(values).toEqual(evaluationTransform(picture, { resize, crop, mean, std }));
  });
});
