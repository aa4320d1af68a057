import type { IToken, TokenType } from 'chevrotain';
import { createTokenInstance } from 'chevrotain';
import * as t from './tokens.ts';

/** What closes each opening bracket. */
export const closerOf: ReadonlyMap<TokenType, TokenType> = new Map([
  [t.LCurly, t.RCurly],
  [t.LParen, t.RParen],
  [t.LSquare, t.RSquare],
]);

const closers: ReadonlySet<TokenType> = new Set(closerOf.values());

export function isOpener({ tokenType }: IToken): boolean {
  return closerOf.has(tokenType);
}

export function isCloser({ tokenType }: IToken): boolean {
  return closers.has(tokenType);
}

/** Whether every bracket has its partner: then the layout, however it looks, says nothing. */
export function isBalanced(tokens: readonly IToken[]): boolean {
  const open: TokenType[] = [];
  for (const { tokenType } of tokens) {
    const closer = closerOf.get(tokenType);
    if (closer !== undefined) open.push(closer);
    else if (closers.has(tokenType) && open.pop() !== tokenType) return false;
  }
  return open.length === 0;
}

/** A token that is not in the text, at an offset of it. */
export function virtualToken(type: TokenType, offset: number): IToken {
  return createTokenInstance(type, '', offset, offset - 1, NaN, NaN, NaN, NaN);
}

export function isVirtual({ image }: IToken): boolean {
  return image === '';
}
