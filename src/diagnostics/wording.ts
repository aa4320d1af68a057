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

/** Names in the order of a way; of a very long one only its ends. */
export function showPath(names: readonly string[]): string {
  const quoted = names.map(quote);
  return (quoted.length > 12 ? [...quoted.slice(0, 6), '…', ...quoted.slice(-5)] : quoted).join(' → ');
}
