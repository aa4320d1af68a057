import { crc32, deflateSync } from 'node:zlib';

/** How a PNG holds its pixels: 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha. */
export interface PngLayout {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  readonly interlaced?: boolean;
  /** More chunks, before the pixels: palette, transparency. */
  readonly chunks?: readonly (readonly [type: string, data: Uint8Array])[];
}

/** A PNG from its rows as they lie in the file, each after its filter byte. */
export function pngFile(
  { width, height, depth, colourType, interlaced, chunks = [] }: PngLayout,
  rows: Uint8Array,
) {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  for (const [index, byte] of [depth, colourType, 0, 0, interlaced ? 1 : 0].entries())
    header.setUint8(8 + index, byte);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...chunks.map(([type, data]) => chunk(type, data)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Bytes without a pattern, the same each time: a linear congruential generator’s upper bits. */
export function noise(length: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >>> 24;
  });
}

/** Smooth colour with some noise on it: enough structure to be a picture, and every pixel different. */
export function colourPng(width: number, height: number): Buffer {
  const grain = noise(width * height * 3, width * 31 + height);
  const rows = new Uint8Array(height * (1 + 3 * width));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < 3 * width; x++) {
      const wave = 128 + 90 * Math.sin((x % 3) + x / 17 + y / 11);
      rows[y * (1 + 3 * width) + 1 + x] = wave + (grain[y * 3 * width + x]! >> 3);
    }
  return pngFile({ width, height, depth: 8, colourType: 2 }, rows);
}
