import { shape } from '../../backends/quantities.ts';
import { count } from '../../diagnostics/wording.ts';

/** `64×56×56`; of a vector its length. */
export const extents = (shapeOf: readonly number[]): string => shape(shapeOf);

/** `+1,024`, `−1.02 k`, `0`, with the sign that is as wide as a digit. */
export function signed(number: number, show: (amount: number) => string = count): string {
  return number === 0 ? '0' : `${number > 0 ? '+' : '−'}${show(Math.abs(number))}`;
}

/** `+84.4 %`; of a difference from nothing, nothing. */
export function relative(before: number, after: number): string {
  if (before === 0 || before === after) return '';
  const percent = (100 * (after - before)) / before;
  const digits = Math.abs(percent) < 0.095 ? 2 : Math.abs(percent) < 99.95 ? 1 : 0;
  if (Math.abs(percent) < 0.005) return '< 0.01 %';
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(digits)} %`;
}

/** `a → b`; of what is counted, `2 → 3 × basic` and `2 × basic → bottleneck`. */
export function shorterChange(before: string, after: string): string {
  if (before === after) return after;
  const [times, unit] = split(before);
  const [others, other] = split(after);
  if (times !== '' && unit === other) return `${times} → ${others} × ${unit}`;
  return times !== '' && times === others ? `${before} → ${other}` : `${before} → ${after}`;
}

function split(text: string): readonly [times: string, unit: string] {
  const [, times = '', unit = text] = /^(\d+) × (.*)$/s.exec(text) ?? [];
  return [times, unit];
}
