import type { IToken } from 'chevrotain';
import type { Diagnostic, Outcome, Span } from '../diagnostics/diagnostic.ts';
import type { TextLimits } from '../diagnostics/limits.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { isBalanced } from '../parser/brackets.ts';
import { declarationsAtMargin } from '../parser/declarations.ts';
import type { ParsedFile } from '../parser/parse.ts';
import { parse } from '../parser/parse.ts';
import { Newline } from '../parser/tokens.ts';
import { applyEdits, editsOf } from './edits.ts';
import type { Formatted } from './formatted.ts';
import { keptLines } from './kept.ts';
import { layOut } from './lay-out.ts';
import type { Piece } from './pieces.ts';
import { piecesOf } from './pieces.ts';
import { print } from './print.ts';
import { readTree } from './source-tree.ts';
import { alignComments } from './trailing-comments.ts';

/**
 * A file in the one style of the language, as it was read.
 *
 * @param limits those that it was read with
 */
export function formatParsed(file: SourceFile, before: Outcome<ParsedFile>, limits: TextLimits): Formatted {
  const { value, diagnostics } = before;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return rewrite(file, value, []);
  const unread = errors.length > mostErrors || errors.some(({ code }) => unreadCodes.test(code));
  if (unread || value.tokens.length === 0) return unchanged(file, errors);
  const formatted = rewrite(file, value, errors);
  return saysTheSame(formatted.text, file.name, before, limits) ? formatted : unchanged(file, errors);
}

/**
 * Whether a text with errors is read as before, and is formatted. Where brackets do not match, the parser looks at the layout too, which
 * is another now.
 */
function saysTheSame(text: string, name: string, before: Outcome<ParsedFile>, limits: TextLimits): boolean {
  const file = { name, text };
  const { value, diagnostics } = parse(file, limits, limits.tokens, before.value);
  const codes = (found: readonly Diagnostic[]): string => found.map(({ code }) => code).join();
  return (
    codes(diagnostics) === codes(before.diagnostics) &&
    print(value.module) === print(before.value.module) &&
    rewrite(
      file,
      value,
      diagnostics.filter(({ severity }) => severity === 'error'),
    ).edits.length === 0
  );
}

/** Behind very many errors the parser leaves the rest of a file unread. */
const mostErrors = 50;
const unreadCodes = /^(?:limit\/|syntax\/foreign$)/;

function unchanged({ text }: SourceFile, errors: readonly Diagnostic[]): Formatted {
  return { text, edits: [], unformatted: [{ span: { start: 0, end: text.length }, error: errors[0]! }] };
}

function rewrite(file: SourceFile, parsed: ParsedFile, errors: readonly Diagnostic[]): Formatted {
  const { pieces, kept } = split(file, parsed, errors);
  const gaps = [...layOut(pieces, readTree(pieces))];
  alignComments(pieces, gaps);
  const edits = editsOf(file.text, pieces, gaps);
  const errorIn = ({ start, end }: Span): Diagnostic =>
    errors.find(({ span }) => span.start <= end && start <= span.end) ?? errors[0]!;
  return {
    text: applyEdits(file.text, edits),
    edits,
    unformatted: kept.map((span) => ({ span, error: errorIn(span) })),
  };
}

/** The pieces to lay out; lines with errors are one each. */
function split(
  { text }: SourceFile,
  { tokens, comments }: ParsedFile,
  errors: readonly Diagnostic[],
): { readonly pieces: readonly Piece[]; readonly kept: readonly Span[] } {
  const declarations = [...declarationsAtMargin(tokens, text.length)].map(
    (declaration) => declaration.tokens,
  );
  if (errors.length === 0) return { pieces: piecesOf(text, declarations, comments, []), kept: [] };
  const whole = declarations.filter(isBalanced);
  const faults = [
    ...errors.map(({ span }) => span),
    ...declarations.filter((declaration) => !isBalanced(declaration)).map(spanOf),
    ...unreadText(text, [...tokens, ...comments]),
  ];
  const pieces = piecesOf(text, whole, comments, []);
  const kept = keptLines(text, faults, pieces, readTree(pieces));
  return { pieces: piecesOf(text, whole, comments, kept), kept };
}

function spanOf(tokens: readonly IToken[]): Span {
  const written = tokens.filter(({ tokenType }) => tokenType !== Newline);
  return { start: written[0]!.startOffset, end: written.at(-1)!.endOffset! + 1 };
}

/** What is neither a token nor a comment, nor blank: characters that the language does not have, and comments of other languages. */
function unreadText(text: string, tokens: readonly IToken[]): readonly Span[] {
  const inOrder = [...tokens].sort((a, b) => a.startOffset - b.startOffset);
  const starts = [...inOrder.map(({ startOffset }) => startOffset), text.length];
  const ends = [0, ...inOrder.map(({ endOffset }) => endOffset! + 1)];
  return starts
    .map((end, index) => ({ start: ends[index]!, end }))
    .filter(({ start, end }) => text.slice(start, end).trim() !== '');
}
