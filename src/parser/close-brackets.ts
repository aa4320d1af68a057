import type { IToken, TokenType } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import { lineStarts, positionAt } from '../diagnostics/source.ts';
import { closerOf, isCloser, isOpener, virtualToken } from './brackets.ts';
import { endBefore } from './mend-brackets.ts';
import * as t from './tokens.ts';

/** Brackets that match, and those that had no partner before. */
export interface Closed {
  readonly tokens: readonly IToken[];
  /** Openers, and where each was closed: its closer's offset. */
  readonly unclosed: readonly { readonly opener: IToken; readonly offset: number }[];
  /** Closers, which are left out. */
  readonly unopened: readonly IToken[];
}

/**
 * Makes brackets match whatever is wrong with them, in one pass: a bracket without its partner is closed where a brace, another
 * statement or the layout ends what it stands in.
 */
export function closeBrackets(tokens: readonly IToken[], text: string): Closed {
  const value: IToken[] = [];
  const open: IToken[] = [];
  const unclosed: { readonly opener: IToken; readonly offset: number }[] = [];
  const unopened: IToken[] = [];
  const indent = indentation(text);
  const partnered = openersWithPartner(tokens);
  const close = (opener: IToken): void => {
    const offset = endBefore(value, value.length);
    unclosed.push({ opener, offset });
    value.push(virtualToken(closerOf.get(opener.tokenType)!, offset));
  };
  for (const [position, token] of tokens.entries()) {
    const innermost = open.at(-1);
    const labels = tokens[position + 1]?.tokenType === t.Colon; // `block:` is a label
    if (
      innermost !== undefined &&
      innermost.tokenType !== t.LCurly &&
      interrupts(tokens, position, !partnered.has(innermost))
    ) {
      while (open.length > 0 && open.at(-1)!.tokenType !== t.LCurly) close(open.pop()!);
    } else if (innermost?.tokenType === t.LCurly && !labels && continuesBody(tokens, position)) {
      close(open.pop()!);
    }
    if (isOpener(token)) {
      open.push(token);
    } else if (isCloser(token)) {
      const opener = matchingOpener(token, tokens[position - 1], open, indent, close);
      if (opener === undefined) {
        unopened.push(token);
        continue;
      }
    }
    value.push(token);
  }
  while (open.length > 0) close(open.pop()!);
  return { tokens: value, unclosed, unopened };
}

/** `shortcut` or `else` at the start of a line, with no brace before it: the body that it goes on from was not closed. */
function continuesBody(tokens: readonly IToken[], position: number): boolean {
  const type = tokens[position]!.tokenType;
  if (type !== t.ShortcutKeyword && type !== t.Else) return false;
  let before = position - 1;
  if (tokens[before]?.tokenType !== t.Newline) return false;
  while (tokens[before]?.tokenType === t.Newline) before--;
  return tokens[before]?.tokenType !== t.RCurly;
}

/** Pops the opener of a closer; braces that the layout shows to be unclosed are closed on the way. */
function matchingOpener(
  closer: IToken,
  before: IToken | undefined,
  open: IToken[],
  indent: (token: IToken) => number,
  close: (unclosed: IToken) => void,
): IToken | undefined {
  const fits = (opener: IToken): boolean => closerOf.get(opener.tokenType) === closer.tokenType;
  if (!open.some(fits)) return undefined;
  while (!fits(open.at(-1)!)) close(open.pop()!);
  const startsLine = before === undefined || before.tokenType === t.Newline;
  const deeper = open.filter((opener) => indent(opener) > indent(closer)).length;
  const exact = open.some((opener) => fits(opener) && indent(opener) === indent(closer));
  if (closer.tokenType === t.RCurly && startsLine && exact && deeper > 0)
    while (indent(open.at(-1)!) > indent(closer)) close(open.pop()!);
  return open.pop();
}

/**
 * Inside ( or [, a brace or a line that starts another statement shows that the bracket was forgotten; where no bracket
 * closes it before the next brace, so does a line that cannot go on with what stands before it.
 */
function interrupts(tokens: readonly IToken[], position: number, alone: boolean): boolean {
  const token = tokens[position]!;
  if (token.tokenType === t.LCurly || token.tokenType === t.RCurly) return true;
  if (token.tokenType === t.Semicolon) return alone;
  if (token.tokenType !== t.Newline) return false;
  let next = position + 1;
  while (tokens[next]?.tokenType === t.Newline) next++;
  const first = tokens[next];
  const second = tokens[next + 1]?.tokenType;
  if (first === undefined || statementKeywords.has(first.tokenType)) return true;
  if (first.tokenType === t.Identifier && second === t.Colon && !typed(tokens[next + 2])) return true;
  return alone && endsOperand(tokens[position - 1]) && !goesOn(first);
}

/** Openers of ( and [ that are closed before the next brace. */
function openersWithPartner(tokens: readonly IToken[]): ReadonlySet<IToken> {
  const partnered = new Set<IToken>();
  let open: IToken[] = [];
  for (const token of tokens) {
    const type = token.tokenType;
    if (type === t.LParen || type === t.LSquare) open.push(token);
    else if (type === t.RParen || type === t.RSquare) {
      const opener = open.pop();
      if (opener !== undefined && closerOf.get(opener.tokenType) === type) partnered.add(opener);
    } else if (type === t.LCurly || type === t.RCurly) open = [];
  }
  return partnered;
}

function endsOperand(token: IToken | undefined): boolean {
  if (token === undefined) return false;
  const { tokenType: type } = token;
  return (
    tokenMatcher(token, t.Integer) ||
    tokenMatcher(token, t.StringLiteral) ||
    [t.Identifier, t.Float, t.RParen, t.RSquare, t.True, t.False].includes(type)
  );
}

/** What may stand at the start of a line that goes on with an expression or a list. */
function goesOn(token: IToken): boolean {
  return (
    tokenMatcher(token, t.BinaryOperatorToken) ||
    [t.Comma, t.RParen, t.RSquare, t.Equals, t.Colon, t.Dot].includes(token.tokenType)
  );
}

const statementKeywords: ReadonlySet<TokenType> = new Set([
  ...[t.Stage, t.Repeat, t.Residual, t.Gate, t.Branches, t.Let, t.Defaults, t.Input, t.Stem, t.Head, t.From],
  ...[t.Import, t.Network],
]);

/** `name: int` in a parameter list that goes over several lines is not a label. */
function typed(token: IToken | undefined): boolean {
  return token?.tokenType === t.Block || ['int', 'float', 'bool', 'string'].includes(token?.image ?? '');
}

/** The number of blanks in front of the line that a token stands on. */
function indentation(text: string): (token: IToken) => number {
  const starts = lineStarts(text);
  /** By line: a line of half a megabyte of blanks may have a hundred thousand brackets. */
  const known = new Map<number, number>();
  return (token) => {
    const { line } = positionAt(starts, token.startOffset);
    const before = known.get(line);
    if (before !== undefined) return before;
    const start = starts[line - 1]!;
    let end = start;
    while (text[end] === ' ' || text[end] === '\t') end++;
    known.set(line, end - start);
    return end - start;
  };
}
