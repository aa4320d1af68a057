import { showExtents } from '../diagnostics/wording.ts';

/** `4,089,184,256`. */
export function exact(count: number): string {
  return count.toLocaleString('en-US');
}

/** Three digits and an SI prefix: `4.09 G`, `680 M`, `9.54 k`, `512`. */
export function short(count: number): string {
  const prefixes = ['', ' k', ' M', ' G', ' T', ' P'];
  let power = 0;
  while (power < prefixes.length - 1 && Number((count / 1000 ** power).toPrecision(3)) >= 1000) power += 1;
  return power === 0 ? String(count) : `${threeDigits(count / 1000 ** power)}${prefixes[power]}`;
}

/** Decimal bytes: `102 MB`. */
export function shortBytes(bytes: number): string {
  const text = short(bytes);
  return `${text}${text.includes(' ') ? '' : ' '}B`;
}

/** `3×224×224`; a vector, `[n, 1, 1]`, is its length. */
export function shape(extents: readonly number[]): string {
  return extents.length === 3 && extents[1] === 1 && extents[2] === 1
    ? `${extents[0]}`
    : showExtents(extents);
}

/** A share of a whole as a CSS percentage. */
export function percentage(part: number, whole: number): string {
  return `${whole === 0 ? '0.0' : ((100 * part) / whole).toFixed(1)}%`;
}

function threeDigits(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}
