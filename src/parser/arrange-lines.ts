import type { IToken, TokenType } from 'chevrotain';
import { createTokenInstance, EOF } from 'chevrotain';
import { atLabel } from './at-label.ts';
import * as t from './tokens.ts';

/**
 * Leaves only the newlines that end a statement: a line goes on behind a comma, inside ( ) and [ ], in an import's braces, and
 * where the next one starts with `else` or `shortcut`, unless that is a label.
 */
export function arrangeLines(tokens: readonly IToken[]): IToken[] {
  const result: IToken[] = [];
  const brackets: TokenType[] = [];
  let importing = false;
  for (const [position, token] of tokens.entries()) {
    const type = token.tokenType;
    if (type === t.Newline) {
      const previous = result.at(-1)?.tokenType;
      const inside = brackets.at(-1) === t.LParen || brackets.at(-1) === t.LSquare || importing;
      if (previous === undefined || previous === t.Newline || previous === t.Comma || inside) continue;
      if (goesOn(tokens, position)) continue;
    }
    if (type === t.Import && tokens[position + 1]?.tokenType !== t.Colon) importing = true;
    if (type === t.RCurly) importing = false;
    if (type === t.LCurly || type === t.LParen || type === t.LSquare) brackets.push(type);
    if (type === t.RCurly || type === t.RParen || type === t.RSquare) brackets.pop();
    result.push(token);
  }
  return result;
}

/** Whether the next line starts with `else` or `shortcut`, and not with a label that does: `shortcut:`, `else{i}:`. */
function goesOn(tokens: readonly IToken[], newline: number): boolean {
  let next = newline + 1;
  while (tokens[next]?.tokenType === t.Newline) next++;
  const type = tokens[next]?.tokenType;
  if (type !== t.Else && type !== t.ShortcutKeyword) return false;
  return !atLabel((ahead) => tokens[next + ahead] ?? theEnd);
}

const theEnd = createTokenInstance(EOF, '', NaN, NaN, NaN, NaN, NaN, NaN);
