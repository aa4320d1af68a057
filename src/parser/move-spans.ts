import type { Span } from '../diagnostics/diagnostic.ts';

/** Plain data, as trees and diagnostics are, with every span in it so many characters further on. */
export function moveSpans<T>(value: T, by: number): T {
  return (by === 0 ? value : move(value, by)) as T;
}

function move(value: unknown, by: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => move(item, by));
  if (isSpan(value)) return { start: value.start + by, end: value.end + by };
  const copy: Record<string, unknown> = { ...value };
  for (const name in copy) {
    const part = copy[name];
    if (typeof part === 'object' && part !== null) copy[name] = move(part, by);
  }
  return copy;
}

function isSpan(value: object): value is Span {
  return 'start' in value && typeof value.start === 'number';
}
