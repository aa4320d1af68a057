import type { IToken, TokenType } from 'chevrotain';
import { createTokenInstance, tokenMatcher } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Fix, Outcome, Span } from '../diagnostics/diagnostic.ts';
import { lineStarts, positionAt } from '../diagnostics/source.ts';
import * as t from './tokens.ts';

/**
 * Makes the brackets of a token stream match, so that one forgotten brace is one error and every other line is still read.
 * A bracket without its partner is closed where the layout says that its author thought it was.
 */
export function balance(
  tokens: readonly IToken[],
  comments: readonly IToken[],
  source: { readonly name: string; readonly text: string },
): Outcome<readonly IToken[]> {
  if (isBalanced(tokens)) return { value: tokens, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const value: IToken[] = [];
  const open: IToken[] = [];
  const indent = indentation(source.text);
  const partnered = openersWithPartner(tokens);
  const commentOf = new Map(comments.map(({ startLine, image }) => [startLine, image]));
  const close = (opener: IToken): void => {
    const at = { file: source.name, span: spanOf(opener) };
    const end = endBefore(value);
    const closer = closers.get(opener.tokenType)!;
    const image = String(closer.PATTERN);
    const commentedOut = commentOf.get(opener.startLine)?.includes(image);
    // Another closer would make the comment for good of what may not be meant as one.
    const remedy = commentedOut
      ? { help: `the \`${image}\` at the end of the line stands in a comment` }
      : { fixes: [closing(opener, closer, end, source, indent)] };
    diagnostics.push(diagnose('syntax/unclosed', { opener: opener.image }, at, remedy));
    value.push(virtualToken(closer, end));
  };
  for (const [position, token] of tokens.entries()) {
    const type = token.tokenType;
    const innermost = open.at(-1);
    const labels = tokens[position + 1]?.tokenType === t.Colon; // `block:` is a label
    if (innermost !== undefined && !labels && endsOpenBrackets(token, tokens[position - 1], open, indent)) {
      while (open.length > 0) close(open.pop()!);
    } else if (
      innermost !== undefined &&
      innermost.tokenType !== t.LCurly &&
      interrupts(tokens, position, !partnered.has(innermost))
    ) {
      while (open.length > 0 && open.at(-1)!.tokenType !== t.LCurly) close(open.pop()!);
    } else if (innermost?.tokenType === t.LCurly && !labels && continuesBody(tokens, position)) {
      close(open.pop()!);
    }
    if (closers.has(type)) {
      open.push(token);
    } else if (closerTypes.has(type)) {
      const opener = matchingOpener(token, tokens[position - 1], open, indent, close);
      if (opener === undefined) {
        const at = { file: source.name, span: spanOf(token) };
        const fixes = [{ title: `remove \`${token.image}\``, edits: [{ ...at, text: '' }] }];
        diagnostics.push(diagnose('syntax/unopened', { closer: token.image }, at, { fixes }));
        continue;
      }
    }
    value.push(token);
  }
  while (open.length > 0) close(open.pop()!);
  return { value, diagnostics };
}

/** Whether every bracket has its partner: then the layout, however it looks, says nothing. */
function isBalanced(tokens: readonly IToken[]): boolean {
  const open: TokenType[] = [];
  for (const { tokenType } of tokens) {
    const closer = closers.get(tokenType);
    if (closer !== undefined) open.push(closer);
    else if (closerTypes.has(tokenType) && open.pop() !== tokenType) return false;
  }
  return open.length === 0;
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

const closers = new Map<TokenType, TokenType>([
  [t.LCurly, t.RCurly],
  [t.LParen, t.RParen],
  [t.LSquare, t.RSquare],
]);
const closerTypes: ReadonlySet<TokenType> = new Set(closers.values());
const declarations: ReadonlySet<TokenType> = new Set([t.Import, t.Block, t.Network]);

/** Pops the opener of a closer; braces that the layout shows to be unclosed are closed on the way. */
function matchingOpener(
  closer: IToken,
  before: IToken | undefined,
  open: IToken[],
  indent: (token: IToken) => number,
  close: (unclosed: IToken) => void,
): IToken | undefined {
  const fits = (opener: IToken): boolean => closers.get(opener.tokenType) === closer.tokenType;
  if (!open.some(fits)) return undefined;
  while (!fits(open.at(-1)!)) close(open.pop()!);
  const startsLine = before === undefined || before.tokenType === t.Newline;
  const deeper = open.filter((opener) => indent(opener) > indent(closer)).length;
  const exact = open.some((opener) => fits(opener) && indent(opener) === indent(closer));
  if (closer.tokenType === t.RCurly && startsLine && exact && deeper > 0)
    while (indent(open.at(-1)!) > indent(closer)) close(open.pop()!);
  return open.pop();
}

/** A declaration at the left margin: whatever is open should have been closed before it. */
function endsOpenBrackets(
  token: IToken,
  before: IToken | undefined,
  open: readonly IToken[],
  indent: (token: IToken) => number,
): boolean {
  if (before?.tokenType !== t.Newline || !declarations.has(token.tokenType)) return false;
  return indent(token) <= indent(open[0]!);
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
      if (opener !== undefined && closers.get(opener.tokenType) === type) partnered.add(opener);
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

/** Writes the closer where the layout says it belongs: a brace on a line of its own if its opener's line goes no further. */
function closing(
  opener: IToken,
  closer: TokenType,
  offset: number,
  source: { readonly name: string; readonly text: string },
  indent: (token: IToken) => number,
): Fix {
  const image = String(closer.PATTERN);
  const between = source.text.slice(opener.startOffset, offset);
  const own = closer === t.RCurly && /[\r\n]/.test(between);
  const line = source.text.slice(source.text.lastIndexOf('\n', opener.startOffset) + 1);
  const text = own ? `\n${line.slice(0, indent(opener))}${image}` : closer === t.RCurly ? ` ${image}` : image;
  const edit = { file: source.name, span: { start: offset, end: offset }, text };
  return { title: `close it with \`${image}\``, edits: [edit] };
}

const statementKeywords: ReadonlySet<TokenType> = new Set([
  ...[t.Stage, t.Repeat, t.Residual, t.Gate, t.Branches, t.Let, t.Defaults, t.Input, t.Stem, t.Head, t.From],
  ...[t.Import, t.Network],
]);

/** `name: int` in a parameter list that goes over several lines is not a label. */
function typed(token: IToken | undefined): boolean {
  return token?.tokenType === t.Block || ['int', 'float', 'bool', 'string'].includes(token?.image ?? '');
}

function endBefore(tokens: readonly IToken[]): number {
  const last = tokens.findLast((token) => token.tokenType !== t.Newline);
  return last === undefined ? 0 : last.endOffset! + 1;
}

function virtualToken(type: TokenType, offset: number): IToken {
  return createTokenInstance(type, '', offset, offset - 1, NaN, NaN, NaN, NaN);
}

/** The number of blanks in front of the line that a token stands on. */
function indentation(text: string): (token: IToken) => number {
  const starts = lineStarts(text);
  return (token) => {
    const { line } = positionAt(starts, token.startOffset);
    const start = starts[line - 1]!;
    let end = start;
    while (text[end] === ' ' || text[end] === '\t') end++;
    return end - start;
  };
}

export function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: token.endOffset! + 1 };
}
