import type { TextEdit } from './formatted.ts';
import type { Piece } from './pieces.ts';

/** What turns a text into its pieces with these gaps in front of them. Lines end as the first one does. */
export function editsOf(
  text: string,
  pieces: readonly Piece[],
  gaps: readonly string[],
): readonly TextEdit[] {
  const lineEnd = /\r\n|\r|\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n';
  const edits: TextEdit[] = [];
  const replace = (start: number, end: number, written: string): void => {
    if (text.slice(start, end) !== written) edits.push({ span: { start, end }, text: written });
  };
  let end = 0;
  for (const [at, piece] of pieces.entries()) {
    replace(end, piece.start, gaps[at]!.replaceAll('\n', lineEnd));
    replace(piece.start, piece.end, piece.text);
    end = piece.end;
  }
  // A statement with an error may be read in another way where a line end is added to it.
  const isLeft = end === text.length && pieces.at(-1)?.kind === 'kept';
  replace(end, text.length, pieces.length === 0 || isLeft ? '' : lineEnd);
  return edits;
}

/** Edits in the order of the text, apart from each other. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const { span, text: written } of edits) {
    parts.push(text.slice(end, span.start), written);
    end = span.end;
  }
  return parts.join('') + text.slice(end);
}
