/**
 * What could move the cursor, hide text or reorder it: control characters but the tab, line and paragraph separators,
 * the bidirectional controls and lone surrogates. Each is shown as U+FFFD, one cell wide.
 */
export const unsafe = /(?!\t)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/gu;

/** Text of unknown origin, made safe to print on one line. */
export function printable(text: string): string {
  return text.replace(unsafe, '\uFFFD').replaceAll('\t', ' ');
}
