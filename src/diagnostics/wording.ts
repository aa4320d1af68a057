/** `256×28×28`: extents as messages and reports print them. */
export function showExtents(extents: readonly number[]): string {
  return extents.join('×');
}

/** In backquotes; of a very long name its beginning. */
export function quote(text: string): string {
  return `\`${text.length > 300 ? `${text.slice(0, 100)}…` : text}\``;
}

/** `2,048`. */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** `1 row`, `2,048 rows`. */
export function plural(number: number, word: string): string {
  return `${count(number)} ${word}${number === 1 ? '' : 's'}`;
}
