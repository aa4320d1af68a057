import { readPicture } from '../../../../src/data/picture.ts';
import { expectThat } from '../expect-diagnostics.ts';

/** PNG and JPEG files. The seeds are small, so that an input asks for much memory only where it lies about its size. */
export function fuzz(data: Buffer): void {
  const picture = readPicture(data);
  if ('code' in picture)
    return expectThat(
      ['value/picture', 'limit/pixels'].includes(picture.code),
      `${picture.code} is a fault of a picture`,
    );
  const { width, height, rgb } = picture;
  expectThat(
    width > 0 && height > 0 && rgb.length === 3 * width * height,
    `${rgb.length} samples for ${width}×${height}`,
  );
}
