import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../src/data/picture.ts';
import { readPicture } from '../../src/data/picture.ts';
import { evaluationTransform, imagenet, resizeAndCrop } from '../../src/data/preprocess.ts';
import { colourPng, noise, pngFile } from '../data/png-file.ts';
import { hasTorch, inTemporaryFolder, readArray, runOracle } from '../oracles/python.ts';

interface Case {
  readonly what: string;
  readonly png: Uint8Array;
  readonly resize: number;
  readonly height: number;
  readonly width: number;
  readonly grey?: boolean;
  readonly jpeg?: {
    readonly quality: number;
    readonly subsampling: 0 | 1 | 2;
    readonly progressive?: boolean;
  };
}

const noisy = (width: number, height: number, depth: number, colourType: number, perPixel: number) => {
  const rowBytes = Math.ceil((width * perPixel * depth) / 8);
  const rows = noise(height * (1 + rowBytes), width);
  for (let y = 0; y < height; y++) rows[y * (1 + rowBytes)] = 0;
  const chunks = colourType === 3 ? [['PLTE', noise(3 * 2 ** depth)] as const] : [];
  return pngFile({ width, height, depth, colourType, chunks }, rows);
};

const cases: readonly Case[] = [
  { what: 'shrunk, landscape', png: colourPng(641, 427), resize: 256, height: 224, width: 224 },
  { what: 'shrunk, portrait', png: colourPng(333, 501), resize: 256, height: 224, width: 224 },
  { what: 'enlarged', png: colourPng(97, 61), resize: 256, height: 224, width: 224 },
  { what: 'shrunk by 10', png: colourPng(1203, 1999), resize: 120, height: 97, width: 101 },
  { what: 'shrunk to few pixels', png: colourPng(640, 480), resize: 9, height: 7, width: 8 },
  { what: 'the same size', png: colourPng(300, 256), resize: 256, height: 224, width: 192 },
  { what: 'an odd margin', png: colourPng(259, 257), resize: 257, height: 224, width: 224 },
  { what: 'cropped past one side', png: colourPng(50, 400), resize: 64, height: 301, width: 99 },
  { what: 'cropped past both sides', png: colourPng(70, 40), resize: 33, height: 64, width: 81 },
  { what: 'one pixel', png: colourPng(1, 1), resize: 12, height: 9, width: 9 },
  { what: 'noise', png: noisy(313, 271, 8, 2, 3), resize: 100, height: 90, width: 93 },
  { what: 'a palette', png: noisy(131, 77, 4, 3, 1), resize: 64, height: 56, width: 56 },
  { what: 'grey', png: noisy(131, 77, 8, 0, 1), resize: 64, height: 56, width: 56 },
  { what: 'black and white', png: noisy(131, 77, 1, 0, 1), resize: 64, height: 56, width: 56 },
  { what: 'alpha', png: noisy(131, 77, 8, 6, 4), resize: 64, height: 56, width: 56 },
  { what: '16 bits', png: noisy(131, 77, 16, 2, 3), resize: 64, height: 56, width: 56 },
  { what: 'made grey', png: noisy(131, 77, 8, 2, 3), resize: 32, height: 28, width: 28, grey: true },
];

/**
 * libjpeg-turbo rounds its transform otherwise than jpeg-js, and interpolates subsampled colour where jpeg-js repeats
 * it. In these pictures every pixel's colour differs, which is the worst case. The bounds are of 255.
 */
const jpegs: readonly (Case & { readonly largest: number; readonly average: number })[] = [
  { ...cases[0]!, what: '4:4:4', jpeg: { quality: 95, subsampling: 0 }, largest: 3, average: 0.5 },
  { ...cases[1]!, what: '4:2:0', jpeg: { quality: 90, subsampling: 2 }, largest: 12, average: 1.5 },
  {
    ...cases[0]!,
    what: '4:2:2, progressive',
    jpeg: { quality: 85, subsampling: 1, progressive: true },
    largest: 6,
    average: 1,
  },
];

interface Answer {
  readonly ours: Uint8Array;
  readonly theirs: Float32Array;
  readonly ourInput: Float32Array;
  readonly theirInput: Float32Array;
}

/** Vitest's own comparison of 150,000 numbers takes a second. */
function firstDifference(ours: Uint8Array | Float32Array, theirs: Float32Array): string | undefined {
  if (ours.length !== theirs.length) return `${ours.length} numbers, not ${theirs.length}`;
  const index = theirs.findIndex((value, at) => value !== ours[at]);
  return index < 0 ? undefined : `${ours[index]}, not ${theirs[index]}, at ${index}`;
}

function answers(list: readonly Case[]): readonly Answer[] {
  return inTemporaryFolder((folder) => {
    const constants = list.map(({ grey }) =>
      grey ? { mean: [0.1307], std: [0.3081] } : { mean: imagenet.mean, std: imagenet.std },
    );
    const described = list.map(({ png, resize, height, width, jpeg }, index) => {
      const picture = join(folder, `${index}.png`);
      writeFileSync(picture, png);
      return { picture, resize, height, width, ...constants[index], ...(jpeg && { jpeg }) };
    });
    writeFileSync(join(folder, 'cases.json'), JSON.stringify(described));
    runOracle(['transform', '--cases', join(folder, 'cases.json'), '--out', folder]);
    return list.map(({ png, resize, height, width, jpeg }, index) => {
      const bytes = jpeg ? readFileSync(join(folder, `${index}.jpg`)) : png;
      const picture = readPicture(bytes) as Picture;
      const transform = { resize, crop: { height, width }, ...constants[index]! };
      return {
        ours: resizeAndCrop(picture, transform).samples,
        theirs: readArray(join(folder, `${index}.pixels.npy`)).data as Float32Array,
        ourInput: evaluationTransform(picture, transform),
        theirInput: readArray(join(folder, `${index}.input.npy`)).data as Float32Array,
      };
    });
  });
}

describe.skipIf(!hasTorch)('torchvision’s evaluation transform of a PIL picture', () => {
  const pngAnswers = hasTorch ? answers(cases) : [];
  test.each(cases.map(({ what }, index) => [what, index] as const))('%s: equal to the bit', (_, index) => {
    const { ours, theirs, ourInput, theirInput } = pngAnswers[index]!;
    expect(firstDifference(ours, theirs)).toBeUndefined();
    expect(new Set(ours).size).toBeGreaterThan(2);
    expect(firstDifference(ourInput, theirInput)).toBeUndefined();
  });

  const jpegAnswers = hasTorch ? answers(jpegs) : [];
  test.each(jpegs.map((jpeg, index) => [jpeg.what, index, jpeg] as const))(
    'JPEG %s: as near as its decoder allows',
    (_, index, { largest, average }) => {
      const { ours, theirs } = jpegAnswers[index]!;
      expect(ours).toHaveLength(theirs.length);
      const differences = theirs.map((value, at) => Math.abs(value - ours[at]!));
      expect(differences.reduce((most, value) => Math.max(most, value))).toBeLessThanOrEqual(largest);
      expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(average);
    },
  );
});
