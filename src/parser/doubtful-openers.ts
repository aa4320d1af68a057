import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import { isCloser, isOpener, isVirtual } from './brackets.ts';
import { functionNames } from './function-names.ts';
import * as t from './tokens.ts';

/** Names in a file that a ( or [ can stand behind: of blocks, imports, values and functions. */
export function namesBeforeBrackets(tokens: readonly IToken[]): ReadonlySet<string> {
  const names = new Set(functionNames);
  let importing = false;
  for (const [position, { tokenType, image }] of tokens.entries()) {
    if (tokenType === t.Import) importing = true;
    if (tokenType === t.RCurly || tokenType === t.Newline) importing = false;
    if (tokenType !== t.Identifier) continue;
    const before = tokens[position - 1]?.tokenType;
    const typed = tokens[position + 1]?.tokenType === t.Colon && (before === t.LParen || before === t.Comma);
    if (importing || typed || before === t.Block || before === t.Let || before === t.Network)
      names.add(image);
  }
  return names;
}

/**
 * How many of the brackets that are put in where one seems to be forgotten can be read, but make no sense: `conv( 3x3, 64)` calls an
 * operator. Then the closer is rather one too many.
 */
export function countDoubtful(tokens: readonly IToken[], names: ReadonlySet<string>): number {
  return tokens.filter((token, position) => isVirtual(token) && isDoubtful(tokens, position, names)).length;
}

function isDoubtful(tokens: readonly IToken[], position: number, names: ReadonlySet<string>): boolean {
  const { tokenType: type } = tokens[position]!;
  if (type !== t.LParen && type !== t.LSquare) return false;
  const before = tokens[position - 1];
  if (before?.tokenType === t.Times) return true;
  if (before?.tokenType === t.Comma)
    return closesAfterOne(tokens, position) || (type === t.LSquare && isOutside(tokens, position));
  if (before?.tokenType !== t.Identifier || names.has(before.image)) return false;
  return type === t.LSquare || !opensNumbers(tokens, position);
}

/** `(64)` */
function closesAfterOne(tokens: readonly IToken[], opener: number): boolean {
  const closer = tokens[opener + 2];
  return closer !== undefined && isCloser(closer);
}

/** Among the arguments of an operator, of which none is a list. */
function isOutside(tokens: readonly IToken[], position: number): boolean {
  let depth = 0;
  for (const token of tokens.slice(0, position).reverse()) {
    if (token.tokenType === t.Newline || token.tokenType === t.LCurly) return true;
    if (isCloser(token)) depth++;
    if (isOpener(token) && --depth < 0) return false;
  }
  return true;
}

/** `pad (1, 1, 0, 0)` */
function opensNumbers(tokens: readonly IToken[], opener: number): boolean {
  const closer = tokens.findIndex((token, position) => position > opener && token.tokenType === t.RParen);
  const inside = tokens.slice(opener + 1, closer);
  return (
    inside.some(({ tokenType }) => tokenType === t.Comma) &&
    inside.every((token) => token.tokenType === t.Comma || tokenMatcher(token, t.Integer))
  );
}
