import { encode } from 'jpeg-js';
import { describe, expect, test } from 'vitest';
import { readPicture } from '../../src/data/picture.ts';
import { maximumPixels } from '../../src/data/picture-faults.ts';
import type { PngLayout } from './png-file.ts';
import { colourPng, noise, pngFile } from './png-file.ts';

const png = (layout: Partial<PngLayout>, rows: readonly number[] | Uint8Array = [0, 0]): Uint8Array =>
  pngFile({ width: 1, height: 1, depth: 8, colourType: 0, ...layout }, Uint8Array.from(rows));

const rgbOf = (bytes: Uint8Array): readonly number[] => {
  const picture = readPicture(bytes);
  if ('code' in picture) throw new Error(JSON.stringify(picture));
  return [...picture.rgb];
};

describe('PNG', () => {
  // The PNG specification, §4.4 and §13.12: samples of fewer bits are stretched so that the largest becomes 255.
  test.each<[string, Partial<PngLayout>, readonly number[], readonly number[]]>([
    ['grey, 8 bits', { width: 2 }, [0, 7, 200], [7, 7, 7, 200, 200, 200]],
    ['grey, 1 bit', { width: 3, depth: 1 }, [0, 0b10100000], [255, 255, 255, 0, 0, 0, 255, 255, 255]],
    ['grey, 2 bits', { width: 2, depth: 2 }, [0, 0b01100000], [85, 85, 85, 170, 170, 170]],
    ['grey, 4 bits', { width: 2, depth: 4 }, [0, 0x3f], [51, 51, 51, 255, 255, 255]],
    ['grey, 16 bits: the upper 8', { depth: 16 }, [0, 0x12, 0xff], [0x12, 0x12, 0x12]],
    ['colour, 16 bits', { depth: 16, colourType: 2 }, [0, 1, 255, 2, 128, 3, 0], [1, 2, 3]],
    ['alpha is dropped', { colourType: 6 }, [0, 10, 20, 30, 0], [10, 20, 30]],
    ['grey with alpha', { colourType: 4 }, [0, 10, 0], [10, 10, 10]],
    [
      'a palette',
      { width: 2, colourType: 3, depth: 4, chunks: [['PLTE', Uint8Array.of(1, 2, 3, 4, 5, 6)]] },
      [0, 0x10],
      [4, 5, 6, 1, 2, 3],
    ],
    [
      'the transparent colour keeps its colour',
      { colourType: 2, chunks: [['tRNS', Uint8Array.of(0, 10, 0, 20, 0, 30)]] },
      [0, 10, 20, 30],
      [10, 20, 30],
    ],
    // Up: the row before is added. 2×2 grey.
    [
      'filtered rows',
      { width: 2, height: 2 },
      [0, 1, 2, 2, 10, 10],
      [1, 1, 1, 2, 2, 2, 11, 11, 11, 12, 12, 12],
    ],
    // 1×2 has pixels in the first and the last of the seven passes only.
    ['interlaced', { height: 2, interlaced: true }, [0, 5, 0, 9], [5, 5, 5, 9, 9, 9]],
  ])('%s', (_, layout, rows, expected) => {
    expect(rgbOf(png(layout, rows))).toEqual(expected);
  });
});

test('JPEG: grey has no chroma to lose, so flat grey comes back to within 1', () => {
  const data = new Uint8Array(16 * 8 * 4).fill(100);
  const picture = readPicture(encode({ width: 16, height: 8, data }, 95).data);
  expect(picture).toMatchObject({ width: 16, height: 8 });
  for (const value of (picture as { rgb: Uint8Array }).rgb)
    expect(Math.abs(value - 100)).toBeLessThanOrEqual(1);
});

describe('what is refused', () => {
  const latin = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));
  const sound = colourPng(9, 7);
  const jpeg = encode({ width: 32, height: 32, data: noise(32 * 32 * 4) }, 90).data;
  const patched = (bytes: Uint8Array, offset: number, ...values: number[]): Uint8Array => {
    const copy = Uint8Array.from(bytes);
    copy.set(values, offset);
    return copy;
  };
  /** The frame’s height and width stand 5 bytes behind its marker, FFC0. */
  const frame = jpeg.findIndex((byte, index) => byte === 0xff && jpeg[index + 1] === 0xc0);

  test.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(), /an empty file/],
    ['text', latin('hello'), /neither PNG nor JPEG/],
    ['GIF', latin('GIF89a'), /a GIF; PNG and JPEG are read/],
    ['WebP', latin('RIFF\n\0\0\0WEBPVP8 '), /a WebP/],
    ['AVIF', latin('\0\0\0\x1cftypavif'), /an AVIF/],
    ['PNG cut in its header', sound.subarray(0, 20), /header is broken/],
    ['PNG cut in its pixels', sound.subarray(0, 60), /PNG data is broken/],
    ['PNG without pixels', patched(sound, 16, 0, 0, 0, 0), /no pixels/],
    ['PNG with a wrong checksum', patched(sound, 29, 0, 0, 0, 0), /PNG data is broken/],
    ['PNG whose pixels are no zlib stream', patched(sound, 41, 0, 0, 0, 0), /PNG data is broken/],
    ['PNG of fewer rows than it says', png({ height: 2 }, [0, 1]), /PNG data ends early/],
    [
      'PNG with an index outside its palette',
      png({ colourType: 3, chunks: [['PLTE', noise(3)]] }, [0, 9]),
      /palette/,
    ],
    ['interlaced bomb', png({ interlaced: true }, new Uint8Array(1 << 24)), /PNG data is broken/],
    ['JPEG of three bytes', jpeg.subarray(0, 3), /no frame/],
    ['JPEG cut in its pixels', jpeg.subarray(0, jpeg.length >> 1), /JPEG data is broken/],
    ['JPEG of no rows', patched(jpeg, frame + 5, 0, 0), /no pixels/],
    // 4096 × 4096 are 2¹⁸ blocks, whose means take 32 KiB at a bit for each.
    ['JPEG of more pixels than it spells', patched(jpeg, frame + 5, 0x10, 0, 0x10, 0), /ends early/],
    ['JPEG of loops', Uint8Array.of(0xff, 0xd8, 0xff, ...Array(1000).fill(0xff)), /no frame/],
  ])('%s', (_, file, reason) => {
    const result = readPicture(file);
    expect(result).toMatchObject({ code: 'value/picture' });
    expect(JSON.stringify(result)).toMatch(reason);
  });

  test('one pixel row past the limit, before anything is decoded', () => {
    const [width, height] = [8192, maximumPixels / 8192];
    const fault = (rows: number) => readPicture(png({ width, height: rows }));
    expect(fault(height + 1)).toEqual({
      code: 'limit/pixels',
      parameters: { width, height: height + 1, limit: maximumPixels },
    });
    const atLimit = fault(height); // whose rows are missing, which is noticed after
    expect('code' in atLimit && atLimit.code).toBe('value/picture');
    expect(readPicture(patched(jpeg, frame + 5, 0x20, 0x01, 0x20, 0))).toMatchObject({
      code: 'limit/pixels',
    });
  });

  test('every prefix of a PNG and of a JPEG gives an answer', () => {
    for (const file of [sound, jpeg])
      for (let length = 0; length < file.length; length += 7)
        expect(() => readPicture(file.subarray(0, length))).not.toThrow();
  });
});
