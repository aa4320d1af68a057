import { expect, test } from 'vitest';
import { evaluationTransform, imagenet, resizeAndCrop } from '../../src/data/preprocess.ts';

const flat = (width: number, height: number, rgb: readonly number[]) => ({
  width,
  height,
  rgb: Uint8Array.from({ length: 3 * width * height }, (_, index) => rgb[index % 3]!),
});

test('a flat picture is flat in each channel, at (v / 255 − mean) / std', () => {
  const numbers = evaluationTransform(flat(300, 500, [255, 0, 124]), imagenet);
  expect(numbers).toHaveLength(3 * 224 * 224);
  const expected = [(1 - 0.485) / 0.229, -0.456 / 0.224, (124 / 255 - 0.406) / 0.225];
  for (const [channel, value] of expected.entries())
    for (const index of [0, 1000, 224 * 224 - 1])
      expect(numbers[channel * 224 * 224 + index]).toBeCloseTo(value, 6);
});

test('a crop larger than the picture is padded with black, the odd row at the end', () => {
  const crop = { height: 5, width: 2 };
  const { samples } = resizeAndCrop(flat(4, 4, [9, 9, 9]), { resize: 2, crop, mean: [0], std: [1] });
  expect([...samples]).toEqual([0, 0, 9, 9, 9, 9, 0, 0, 0, 0]);
});

test('a very long picture costs no more than its crop', () => {
  // Resized whole it would be 256 × 15,360,000 pixels.
  const started = performance.now();
  expect(evaluationTransform(flat(1, 60_000, [1, 2, 3]), imagenet)).toHaveLength(3 * 224 * 224);
  expect(performance.now() - started).toBeLessThan(5000);
});
