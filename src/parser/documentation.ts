import type { IToken } from 'chevrotain';
import { lineStarts, positionAt } from '../diagnostics/source.ts';

/**
 * Finds the `///` lines that stand directly above a declaration or statement, or in a parameter list above a parameter. A `///` behind
 * something on its line documents nothing.
 */
export interface Documentation {
  /** The text above what begins a line at `offset`; what stands behind it on the same line has none. */
  above(offset: number): string | undefined;
  /** The `///` lines that end on the line above that of `offset`, whatever stands before it on its line. */
  runAbove(offset: number): string | undefined;
  /** The first run of `///` lines in front of all declarations, when a blank line or an import follows. */
  ofFile(declarations: readonly number[]): string | undefined;
}

export function collectDocumentation(text: string, comments: readonly IToken[]): Documentation {
  const documents = comments.filter((comment) => comment.tokenType.name === 'DocComment');
  if (documents.length === 0)
    return { above: () => undefined, runAbove: () => undefined, ofFile: () => undefined };
  const starts = lineStarts(text);
  /** But for blanks, and a `;` that ends the line above. */
  const beginsLine = (offset: number): boolean => {
    const { column } = positionAt(starts, offset);
    return /^[\s;]*$/.test(text.slice(offset - column + 1, offset));
  };
  const byLine = new Map<number, string>();
  for (const { image, startOffset } of documents)
    if (beginsLine(startOffset))
      byLine.set(positionAt(starts, startOffset).line, image.slice(3).replace(/^ /, '').trimEnd());
  const run = (last: number): string | undefined => {
    let first = last;
    while (byLine.has(first - 1)) first--;
    const lines = [];
    for (let line = first; line <= last; line++) lines.push(byLine.get(line) ?? '');
    return lines.join('\n');
  };
  return {
    above(offset) {
      const { line } = positionAt(starts, offset);
      return byLine.has(line - 1) && beginsLine(offset) ? run(line - 1) : undefined;
    },
    runAbove(offset) {
      const { line } = positionAt(starts, offset);
      return byLine.has(line - 1) ? run(line - 1) : undefined;
    },
    ofFile(declarations) {
      const [first] = byLine.keys(); // in the order of the text
      if (first === undefined) return undefined;
      let last = first;
      while (byLine.has(last + 1)) last++;
      const next = Math.min(...declarations);
      if (next === Number.POSITIVE_INFINITY) return run(last);
      const { line } = positionAt(starts, next);
      const isOfNext = line === last + 1 && beginsLine(next);
      return line <= last || isOfNext ? undefined : run(last);
    },
  };
}
