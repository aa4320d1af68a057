import type { IToken, TokenType } from 'chevrotain';
import * as t from './tokens.ts';

/** The tokens of one declaration at the left margin, with what stands between it and the next. */
export interface DeclarationText {
  readonly tokens: readonly IToken[];
  /** Where its part of the text begins and ends; the parts follow each other without a gap. */
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts the tokens of a text before each declaration at the left margin: whatever is open there should have been closed before it, and
 * nothing in it can reach the next, so each is read alone.
 */
export function* declarationsAtMargin(tokens: readonly IToken[], length: number): Generator<DeclarationText> {
  const margin = tokens.find(({ tokenType }) => tokenType !== t.Newline)?.startColumn ?? 1;
  let first = 0;
  let start = 0;
  for (let position = 0; position < tokens.length; position++) {
    const token = tokens[position]!;
    if (!declarationKeywords.has(token.tokenType) || position === first) continue;
    const next = tokens[position + 1]?.tokenType;
    const startsLine = tokens[position - 1]!.tokenType === t.Newline;
    if (!startsLine || token.startColumn! > margin || (next !== t.Identifier && next !== t.LCurly)) continue;
    yield { tokens: tokens.slice(first, position), start, end: token.startOffset };
    first = position;
    start = token.startOffset;
  }
  yield { tokens: tokens.slice(first), start, end: length };
}

/** The tokens, as `arrangeLines` leaves them, cut before each declaration that begins a line outside of all brackets. */
export function* declarationsOnLines(lines: readonly IToken[]): Generator<IToken[]> {
  let start = 0;
  let depth = 0;
  for (const [position, { tokenType }] of lines.entries()) {
    if (tokenType === t.LCurly) depth++;
    else if (tokenType === t.RCurly) depth--;
    else if (depth === 0 && declarationKeywords.has(tokenType) && position > start) {
      const before = lines[position - 1]!.tokenType;
      if (before !== t.Newline && before !== t.Semicolon) continue;
      yield lines.slice(start, position);
      start = position;
    }
  }
  yield lines.slice(start);
}

const declarationKeywords: ReadonlySet<TokenType> = new Set([t.Import, t.Block, t.Network]);
