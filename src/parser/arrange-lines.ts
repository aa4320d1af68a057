import type { IToken, TokenType } from 'chevrotain';
import * as t from './tokens.ts';

/**
 * Leaves only the newlines that end a statement: a line goes on behind a comma, inside ( ) and [ ], in an import's braces, and
 * where the next one starts with `else` or `shortcut`.
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
      const next = nextAfterNewlines(tokens, position);
      if (next === t.Else || next === t.ShortcutKeyword) continue;
    }
    if (type === t.Import) importing = true;
    if (type === t.RCurly) importing = false;
    if (type === t.LCurly || type === t.LParen || type === t.LSquare) brackets.push(type);
    if (type === t.RCurly || type === t.RParen || type === t.RSquare) brackets.pop();
    result.push(token);
  }
  return result;
}

function nextAfterNewlines(tokens: readonly IToken[], position: number): TokenType | undefined {
  let next = position + 1;
  while (tokens[next]?.tokenType === t.Newline) next++;
  return tokens[next]?.tokenType;
}
