import type { IToken, TokenType } from 'chevrotain';
import { createTokenInstance } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Outcome, Span } from '../diagnostics/diagnostic.ts';
import type { Limits } from '../diagnostics/limits.ts';
import { lineStarts, positionAt } from '../diagnostics/source.ts';
import * as t from './tokens.ts';

/**
 * Makes the brackets of a token stream match, so that one forgotten brace is one error and every other line is still read.
 * A bracket without its partner is closed where the layout says that its author thought it was.
 */
export function balance(
  tokens: readonly IToken[],
  source: { readonly name: string; readonly text: string },
  limits: Pick<Limits, 'nesting'>,
): Outcome<readonly IToken[]> {
  const diagnostics: Diagnostic[] = [];
  const value: IToken[] = [];
  const open: IToken[] = [];
  const report = (code: 'syntax/unclosed' | 'syntax/unopened', token: IToken): void => {
    const at = { file: source.name, span: spanOf(token) };
    diagnostics.push(
      code === 'syntax/unclosed'
        ? diagnose(code, { opener: token.image }, at)
        : diagnose(code, { closer: token.image }, at, {
            fixes: [{ title: `remove \`${token.image}\``, edits: [{ ...at, text: '' }] }],
          }),
    );
  };
  const close = (opener: IToken, offset: number): void => {
    report('syntax/unclosed', opener);
    value.push(virtualToken(closers.get(opener.tokenType)!, offset));
  };
  const indent = indentation(source.text);
  for (const [position, token] of tokens.entries()) {
    const type = token.tokenType;
    const innermost = open.at(-1);
    if (innermost !== undefined && endsOpenBrackets(token, tokens[position - 1], open, indent)) {
      while (open.length > 0) close(open.pop()!, endBefore(value));
    } else if (
      innermost !== undefined &&
      innermost.tokenType !== t.LCurly &&
      interrupts(token, tokens, position)
    ) {
      while (open.length > 0 && open.at(-1)!.tokenType !== t.LCurly) close(open.pop()!, endBefore(value));
    }
    if (closers.has(type)) {
      open.push(token);
      if (open.length > limits.nesting) {
        const at = { file: source.name, span: spanOf(token) };
        return { value: [], diagnostics: [diagnose('limit/nesting', { limit: limits.nesting }, at)] };
      }
    } else if (closerTypes.has(type)) {
      const opener = matchingOpener(token, tokens[position - 1], open, indent, (unclosed) =>
        close(unclosed, endBefore(value)),
      );
      if (opener === undefined) {
        report('syntax/unopened', token);
        continue;
      }
    }
    value.push(token);
  }
  while (open.length > 0) close(open.pop()!, endBefore(value));
  return { value, diagnostics };
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

/** Inside ( or [, a brace or a line that starts another statement shows that the bracket was forgotten. */
function interrupts(token: IToken, tokens: readonly IToken[], position: number): boolean {
  if (token.tokenType === t.LCurly || token.tokenType === t.RCurly) return true;
  if (token.tokenType !== t.Newline) return false;
  let next = position + 1;
  while (tokens[next]?.tokenType === t.Newline) next++;
  const first = tokens[next]?.tokenType;
  const second = tokens[next + 1]?.tokenType;
  if (first === undefined) return true;
  return (
    statementKeywords.has(first) || (first === t.Identifier && second === t.Colon && !typed(tokens[next + 2]))
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
