import type { Fault } from '../ir/operator.ts';
import { fault } from '../ir/operator.ts';

/** The most pixels that are decoded: 64 Mi, 8192 × 8192. */
export const maximumPixels = 2 ** 26;

/** A reason, in words that fit behind “this picture cannot be read:”. */
export const unreadable = (reason: string): Fault => fault('value/picture', { reason });

/** What is refused before its pixels take memory. */
export function extentsFault(width: number, height: number): Fault | undefined {
  if (width === 0 || height === 0) return unreadable('it has no pixels');
  if (width * height > maximumPixels) return fault('limit/pixels', { width, height, limit: maximumPixels });
  return undefined;
}
