import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import type { Fault } from '../ir/operator.ts';
import type { Picture } from './picture.ts';
import { extentsFault, unreadable } from './picture-faults.ts';

/**
 * A PNG's pixels: grey is repeated in all three colours, palettes are looked up, 1, 2 and 4 bits are stretched to 0…255,
 * of 16 bits the upper 8 are kept (PIL does so for colour; 16-bit grey it clips at 255, which whitens the picture).
 */
export function readPng(bytes: Uint8Array): Picture | Fault {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452)
    return unreadable('its PNG header is broken');
  const [width, height, depth] = [view.getUint32(16), view.getUint32(20), view.getUint8(24)];
  const [colourType, interlaced] = [view.getUint8(25), view.getUint8(28) === 1];
  const wrong = extentsFault(width, height);
  if (wrong) return wrong;
  try {
    const needed = neededChunks(bytes, view);
    // Inflated here first: pngjs takes rows that are missing for zeros, and an interlaced bomb at its word.
    const length = scanlineBytes(width, height, samplesPerPixel(colourType) * depth, interlaced);
    const inflated = inflateSync(needed.data, { maxOutputLength: length + 1 }).length;
    if (inflated < length) return unreadable(`its PNG data ends early (${inflated} of ${length} bytes)`);
    const { data } = PNG.sync.read(needed.file, { skipRescale: true }) as {
      data: Uint8Array | Uint16Array;
    };
    return { width, height, rgb: toRgb(data, width * height, colourType === 3 ? 8 : depth) };
  } catch (error) {
    return unreadable(`its PNG data is broken (${error instanceof Error ? error.message : error})`);
  }
}

/**
 * The file with nothing but its pixels, and the pixels' compressed bytes. Without tRNS, for which pngjs would overwrite
 * colours, and without what no pixel depends on.
 */
function neededChunks(bytes: Uint8Array, view: DataView): { file: Buffer; data: Buffer } {
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  const data: Uint8Array[] = [];
  for (let offset = 8; offset + 12 <= bytes.length; ) {
    const next = offset + 12 + view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    if (['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type)) kept.push(bytes.subarray(offset, next));
    if (type === 'IDAT') data.push(bytes.subarray(offset + 8, next - 4));
    if (type === 'IEND') break;
    offset = next;
  }
  return { file: Buffer.concat(kept), data: Buffer.concat(data) };
}

/** Of grey, colour, palette, grey with alpha, colour with alpha. */
function samplesPerPixel(colourType: number): number {
  return { 2: 3, 4: 2, 6: 4 }[colourType] ?? 1;
}

/** Adam7: where each pass starts and how far it steps, across and down. */
const passes = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;

/** What the pixels inflate to: each row is a filter byte and whole bytes of samples. */
function scanlineBytes(width: number, height: number, bitsPerPixel: number, interlaced: boolean): number {
  let total = 0;
  for (const [left, stepX, top, stepY] of interlaced ? passes : [[0, 1, 0, 1]]) {
    const columns = Math.ceil((width - left!) / stepX!);
    const rows = Math.ceil((height - top!) / stepY!);
    if (columns > 0 && rows > 0) total += rows * (1 + Math.ceil((columns * bitsPerPixel) / 8));
  }
  return total;
}

function toRgb(rgba: Uint8Array | Uint16Array, pixels: number, depth: number): Uint8Array {
  if (rgba.length !== 4 * pixels) throw new Error(`${rgba.length / 4} pixels of ${pixels}`);
  const shift = depth === 16 ? 8 : 0;
  const factor = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  const rgb = new Uint8Array(3 * pixels);
  for (let from = 0, to = 0; to < rgb.length; from += 4) {
    rgb[to++] = (rgba[from]! >> shift) * factor;
    rgb[to++] = (rgba[from + 1]! >> shift) * factor;
    rgb[to++] = (rgba[from + 2]! >> shift) * factor;
  }
  return rgb;
}
