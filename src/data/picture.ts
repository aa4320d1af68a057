import { decode } from 'jpeg-js';
import type { Fault } from '../ir/operator.ts';
import { extentsFault, maximumPixels, unreadable } from './picture-faults.ts';
import { readPng } from './png.ts';

/** Red, green and blue of each pixel in turn, rows from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * The pixels of a PNG or JPEG file, as PIL's `Image.open(…).convert("RGB")` gives them: alpha is dropped, not blended;
 * gamma, colour profiles and EXIF orientation are left alone. JPEG decoders differ by rounding and in how they enlarge
 * subsampled colour; jpeg-js repeats the nearest sample where libjpeg interpolates.
 */
export function readPicture(bytes: Uint8Array): Picture | Fault {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return readPng(bytes);
  if (head.startsWith('\xff\xd8\xff')) return readJpeg(bytes);
  const kind = kinds.find(({ pattern }) => pattern.test(head))?.kind;
  return unreadable(kind ? `it is ${kind}; PNG and JPEG are read` : 'it is neither PNG nor JPEG');
}

const kinds: readonly { readonly pattern: RegExp; readonly kind: string }[] = [
  { pattern: /^GIF8/, kind: 'a GIF' },
  { pattern: /^RIFF.{4}WEBP/s, kind: 'a WebP' },
  { pattern: /^BM/, kind: 'a BMP' },
  { pattern: /^(II\*\0|MM\0\*)/, kind: 'a TIFF' },
  { pattern: /^.{4}ftyp(avif|avis)/s, kind: 'an AVIF' },
  { pattern: /^.{4}ftyp(heic|heix|mif1)/s, kind: 'a HEIC' },
  { pattern: /^\s*<(svg|\?xml)/i, kind: 'an SVG' },
  { pattern: /^$/, kind: 'an empty file' },
];

/** A block of 8 × 8 pixels takes a bit at least: its mean, in the shortest of Huffman's codes (ITU-T T.81, F.1.2.1 and G.1.2.1). */
const pixelsPerByte = 512;

function readJpeg(bytes: Uint8Array): Picture | Fault {
  const extents = jpegExtents(bytes);
  if (!extents) return unreadable('its JPEG data has no frame');
  const wrong = extentsFault(...extents);
  if (wrong) return wrong;
  const [columns, rows] = extents;
  // jpeg-js fills in what is missing, and takes minutes for the millions of pixels that a few bytes claim.
  if (columns * rows > pixelsPerByte * bytes.length)
    return unreadable(`its JPEG data ends early (${bytes.length} bytes for ${columns} × ${rows} pixels)`);
  try {
    const { width, height, data } = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: maximumPixels / 1e6,
      maxMemoryUsageInMB: 4096,
    });
    return { width, height, rgb: data };
  } catch (error) {
    return unreadable(`its JPEG data is broken (${error instanceof Error ? error.message : error})`);
  }
}

/** [width, height] from the first frame's marker: 0xFFC0 to 0xFFCF but for the tables C4, C8 and CC. */
function jpegExtents(bytes: Uint8Array): readonly [number, number] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 2; offset + 9 <= bytes.length; ) {
    const marker = view.getUint16(offset);
    if (marker < 0xff01) return undefined;
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker))
      return [view.getUint16(offset + 7), view.getUint16(offset + 5)];
    // A marker without a segment, or a fill byte.
    if (marker === 0xffff) offset += 1;
    else if (marker === 0xff01 || (marker >= 0xffd0 && marker <= 0xffd8)) offset += 2;
    else offset += 2 + view.getUint16(offset + 2);
  }
  return undefined;
}
