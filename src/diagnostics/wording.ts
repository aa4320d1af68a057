/** `256×28×28`: extents as messages and reports print them. */
export function showExtents(extents: readonly number[]): string {
  return extents.join('×');
}

/** In backquotes; of a very long name its beginning. */
export function quote(text: string): string {
  return `\`${text}\``;
}

/** `1 row`, `2,048 rows`. */
export function plural(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
}
