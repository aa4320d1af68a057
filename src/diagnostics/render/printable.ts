/**
 * What could move the cursor, hide text or reorder it: control characters but the tab, line and paragraph separators,
 * the bidirectional controls and lone surrogates. Each is shown as U+FFFD, one cell wide.
 */
export const unsafe = /(?!\t)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/gu;

/** JSON of the same value in which nothing of that stands, so that it may be shown on a terminal too; line breaks stay. */
export function plainJson(json: string): string {
  return json.replace(unsafe, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Text of unknown origin of one line or several, made safe to print. */
export function printableLines(text: string): string {
  return text.replace(unsafe, (character) => (/[\r\n]/.test(character) ? character : '\uFFFD'));
}

/** Text of unknown origin, made safe to print on one line. */
export function printable(text: string): string {
  return text.replace(unsafe, '\uFFFD').replaceAll('\t', ' ');
}
