import type { IToken } from 'chevrotain';
import type { Span } from '../diagnostics/diagnostic.ts';
import { arrangeLines } from '../parser/arrange-lines.ts';
import * as t from '../parser/tokens.ts';

/**
 * What stays in its place among the others: a token, a comment, or lines that are left as they are. The formatter decides only
 * what blanks stand between pieces, so it cannot lose one.
 */
export interface Piece extends Span {
  readonly kind: 'token' | 'comment' | 'kept';
  /** As it is written; where there are two spellings, in the one of the style. */
  readonly text: string;
  /** Of a comment or kept lines, what cannot be mistaken for code. */
  readonly token: IToken;
  /** Line ends between the piece before and this one; 2 for one or more empty lines. */
  readonly newlines: 0 | 1 | 2;
  /** Behind the end of a statement. */
  readonly separated: boolean;
}

/** All of a text but its blanks, line ends and `;`, in order. */
export function piecesOf(
  text: string,
  declarations: readonly (readonly IToken[])[],
  comments: readonly IToken[],
  kept: readonly Span[],
): readonly Piece[] {
  const tokens = declarations.flatMap(withoutLineEnds);
  const isFree = ({ token }: Entry): boolean => !kept.some((span) => isInside(token, span));
  const entries = [
    ...tokens,
    ...comments.map((token): Entry => ({ kind: 'comment', token, separated: false })),
  ]
    .filter(kept.length === 0 ? () => true : isFree)
    .concat(kept.map(entryOfKept));
  entries.sort((a, b) => a.token.startOffset - b.token.startOffset);
  let end = 0;
  return entries.map((entry) => {
    const { kind, token, separated } = entry;
    const start = token.startOffset;
    const newlines = countNewlines(text.slice(end, start));
    end = token.endOffset! + 1;
    const written = kind === 'kept' ? text.slice(start, end) : spell(token);
    return { kind, token, separated, newlines, start, end, text: written };
  });
}

type Entry = Pick<Piece, 'kind' | 'token' | 'separated'>;

/** The tokens that say something, and which of them begin a statement. */
function withoutLineEnds(declaration: readonly IToken[]): Entry[] {
  let separated = true;
  const entries: Entry[] = [];
  for (const token of arrangeLines(declaration)) {
    const ends = token.tokenType === t.Newline || token.tokenType === t.Semicolon;
    if (!ends) entries.push({ kind: 'token', token, separated });
    separated = ends;
  }
  return entries;
}

function entryOfKept({ start, end }: Span): Entry {
  const token = { image: '', startOffset: start, endOffset: end - 1, tokenType: t.Comment } as IToken;
  return { kind: 'kept', separated: true, token };
}

function isInside({ startOffset }: IToken, { start, end }: Span): boolean {
  return start <= startOffset && startOffset < end;
}

function countNewlines(gap: string): 0 | 1 | 2 {
  const count = gap.match(/\r\n|\r|\n/g)?.length ?? 0;
  return count > 2 ? 2 : (count as 0 | 1 | 2);
}

/** The style has one spelling of the ×, of a number's exponent, and of the beginning and the end of a comment. */
function spell({ tokenType, image }: IToken): string {
  switch (tokenType) {
    case t.Times:
      return 'x';
    case t.Float:
      return image.replace(/[eE]\+?/, 'e');
    case t.Comment:
    case t.DocComment:
      return image.replace(/^(\/\/\/?)(?=[\p{L}\p{N}])/u, '$1 ').trimEnd();
    default:
      return image;
  }
}
