import type { IToken, TokenType } from 'chevrotain';
import { closerOf, isCloser, isOpener, isVirtual } from './brackets.ts';
import * as t from './tokens.ts';

interface Opener {
  readonly type: TokenType;
  readonly position: number;
  readonly line: number;
  /** Blanks in front of its line. */
  readonly indent: number;
  /** Blanks in front of the statements inside it, once there is one. */
  inside: number | undefined;
}

/** Where brackets and layout part. */
export interface Disagreement {
  /** Of the token that shows it; the number of tokens where brackets are open at the end. */
  readonly position: number;
  /** The innermost bracket that is open there. */
  readonly opener: number | undefined;
}

/** Reads brackets together with the indentation of their lines, as far as they agree; undefined where all is well. */
export function firstDisagreement(tokens: readonly IToken[], trusted: boolean): Disagreement | undefined {
  return new LayoutReader(tokens, trusted).readAll(tokens);
}

/** Reads brackets and layout from the first token on; a copy can go on with other tokens. */
export class LayoutReader {
  private readonly trusted: boolean;
  private readonly base: number;
  private open: Opener[] = [];
  private position = 0;
  private line = 0;
  private indent: number;
  private startsLine = true;
  private previous: IToken | undefined;

  constructor(tokens: readonly IToken[], trusted: boolean) {
    this.trusted = trusted;
    this.base = blanksBefore(tokens.find(({ tokenType }) => tokenType !== t.Newline));
    this.indent = this.base;
  }

  copy(): LayoutReader {
    const copy: LayoutReader = Object.assign(Object.create(LayoutReader.prototype), this);
    copy.open = this.open.map((opener) => ({ ...opener }));
    return copy;
  }

  /** To the end, where all brackets must be closed. */
  readAll(tokens: readonly IToken[]): Disagreement | undefined {
    const found = this.readUpTo(tokens.length, tokens);
    const innermost = this.open.at(-1);
    return found ?? (innermost && { position: tokens.length, opener: innermost.position });
  }

  readUpTo(end: number, tokens: readonly IToken[]): Disagreement | undefined {
    const { open, trusted, base } = this;
    for (; this.position < end; this.position++) {
      const token = tokens[this.position]!;
      if (token.tokenType === t.Newline) {
        this.line++;
        // A newline that stands for another token tells nothing of what is behind it.
        this.startsLine ||= /[\r\n]/.test(token.image);
        continue;
      }
      if (this.startsLine) this.indent = blanksBefore(token);
      const { position, line, indent, startsLine, previous } = this;
      const innermost = open.at(-1);
      const continues = startsLine && continuesBody(token, tokens[position + 1]);
      const lost =
        mismatched(token, innermost) ||
        (continues && previous?.tokenType !== t.RCurly) ||
        (trusted && !continues && startsLine && misplaced(token, indent, open, base, previous)) ||
        (trusted &&
          !startsLine &&
          token.tokenType === t.RCurly &&
          innermost!.line !== line &&
          !isVirtual(token));
      if (lost) return { position, opener: innermost?.position };
      if (isCloser(token)) open.pop();
      if (isOpener(token)) open.push({ type: token.tokenType, position, line, indent, inside: undefined });
      this.previous = token;
      this.startsLine = false;
    }
    return undefined;
  }
}

/** A closer of another bracket, or a brace inside ( ) or [ ]. */
function mismatched(token: IToken, innermost: Opener | undefined): boolean {
  if (isCloser(token)) return innermost === undefined || closerOf.get(innermost.type) !== token.tokenType;
  return token.tokenType === t.LCurly && innermost !== undefined && innermost.type !== t.LCurly;
}

/** Whether a line that starts with this token stands too far to the left or to the right of what is around it. */
function misplaced(
  token: IToken,
  indent: number,
  open: readonly Opener[],
  base: number,
  previous: IToken | undefined,
): boolean {
  const innermost = open.at(-1);
  if (isCloser(token)) return innermost!.indent !== indent;
  const goesOn = previous?.tokenType === t.Comma || previous?.tokenType === t.Equals;
  if (innermost === undefined) return indent !== base && !goesOn;
  // All that stands in a declaration may be as far to the left as itself.
  if (open.length === 1 && innermost.type === t.LCurly) innermost.inside ??= indent;
  else if (indent <= innermost.indent) return true;
  if (innermost.type !== t.LCurly || goesOn) return false;
  innermost.inside ??= indent;
  return indent !== innermost.inside;
}

/** `shortcut` or `else`, which belong to the body before them. */
function continuesBody({ tokenType }: IToken, next: IToken | undefined): boolean {
  return (tokenType === t.ShortcutKeyword || tokenType === t.Else) && next?.tokenType !== t.Colon;
}

function blanksBefore(token: IToken | undefined): number {
  return (token?.startColumn ?? 1) - 1;
}

/** Whether most lines are set in behind an opening brace and come back with the closing one. */
export function isIndented(tokens: readonly IToken[]): boolean {
  let [agreeing, disagreeing] = [0, 0];
  let before: { readonly indent: number; readonly last: IToken } | undefined;
  for (const [first, last] of linesOf(tokens)) {
    const indent = blanksBefore(first);
    if (before !== undefined && before.last.tokenType === t.LCurly && first.tokenType !== t.RCurly) {
      if (indent > before.indent) agreeing++;
      else disagreeing++;
    } else if (before !== undefined && before.last.tokenType !== t.LCurly && first.tokenType === t.RCurly) {
      if (indent < before.indent) agreeing++;
      else disagreeing++;
    }
    before = { indent, last };
  }
  return disagreeing <= agreeing;
}

/** The first and the last token of each line that has any. */
function* linesOf(tokens: readonly IToken[]): Generator<readonly [first: IToken, last: IToken]> {
  let first: IToken | undefined;
  let last: IToken | undefined;
  for (const token of tokens) {
    if (token.tokenType !== t.Newline) {
      first ??= token;
      last = token;
      continue;
    }
    if (first !== undefined) yield [first, last!];
    first = undefined;
  }
  if (first !== undefined) yield [first, last!];
}
