import type { IToken } from 'chevrotain';
import { lineStarts, positionAt } from '../diagnostics/source.ts';

/** Finds the `///` lines that stand directly above a declaration or statement, or in a parameter list above a parameter. */
export interface Documentation {
  /** The text above what begins a line at `offset`; what stands behind it on the same line has none. */
  above(offset: number): string | undefined;
  /** The `///` lines that end on the line above that of `offset`, whatever stands before them or it on their lines. */
  runAbove(offset: number): string | undefined;
  /** The first run of `///` lines in front of all declarations, when a blank line or an import follows. */
  ofFile(declarations: readonly number[]): string | undefined;
}

export function collectDocumentation(text: string, comments: readonly IToken[]): Documentation {
  const documents = comments.filter((comment) => comment.tokenType.name === 'DocComment');
  if (documents.length === 0)
    return { above: () => undefined, runAbove: () => undefined, ofFile: () => undefined };
  const starts = lineStarts(text);
  const byLine = new Map<number, string>();
  for (const comment of documents)
    byLine.set(
      positionAt(starts, comment.startOffset).line,
      comment.image.slice(3).replace(/^ /, '').trimEnd(),
    );
  const run = (last: number): string | undefined => {
    let first = last;
    while (byLine.has(first - 1)) first--;
    const lines = [];
    for (let line = first; line <= last; line++) lines.push(byLine.get(line) ?? '');
    return lines.join('\n');
  };
  return {
    above(offset) {
      const { line, column } = positionAt(starts, offset);
      if (!byLine.has(line - 1)) return undefined;
      return text.slice(offset - column + 1, offset).trim() === '' ? run(line - 1) : undefined;
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
      const next = Math.min(...declarations.map((offset) => positionAt(starts, offset).line));
      return next <= last + 1 ? undefined : run(last);
    },
  };
}
