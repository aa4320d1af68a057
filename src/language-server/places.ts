import type { Position, Range } from 'vscode-languageserver';
import type { Span } from '../diagnostics/diagnostic.ts';
import { lineStarts, positionAt as placeAt } from '../diagnostics/source.ts';

/** A text with its lines: the protocol counts lines and UTF-16 code units in them from 0, the compiler code units from the file's start. */
export interface PlacedText {
  readonly text: string;
  readonly starts: readonly number[];
}

export function placed(text: string): PlacedText {
  return { text, starts: lineStarts(text) };
}

/** The offset of a position; one beyond its line is the line's end, one beyond the text the text's end. */
export function offsetAt({ text, starts }: PlacedText, { line, character }: Position): number {
  if (line < 0) return 0;
  const start = starts[line];
  if (start === undefined) return text.length;
  return Math.min(start + Math.max(0, character), endOfLine({ text, starts }, line));
}

/** Where the line ends, before the characters that end it. */
export function endOfLine({ text, starts }: PlacedText, line: number): number {
  const next = starts[line + 1];
  if (next === undefined) return text.length;
  return text[next - 1] === '\n' && text[next - 2] === '\r' ? Math.max(next - 2, starts[line]!) : next - 1;
}

export function positionAt({ starts }: PlacedText, offset: number): Position {
  const { line, column } = placeAt(starts, offset);
  return { line: line - 1, character: column - 1 };
}

export function rangeOf(text: PlacedText, { start, end }: Span): Range {
  return { start: positionAt(text, start), end: positionAt(text, end) };
}

export function spanOf(text: PlacedText, { start, end }: Range): Span {
  const from = offsetAt(text, start);
  return { start: from, end: Math.max(from, offsetAt(text, end)) };
}

/** Whether an offset stands in a span or at its end, where a cursor behind a word is. */
export function touches({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
