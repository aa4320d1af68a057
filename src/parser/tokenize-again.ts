import type { ILexingResult, IToken } from 'chevrotain';
import * as t from './tokens.ts';

/** A text and its tokens. */
export interface Lexed {
  readonly text: string;
  readonly result: ILexingResult;
}

/**
 * The tokens of a text that differs from an earlier one in a few lines, as `tokenize` gives them: no token goes over a line's end, nor looks
 * beyond it, so that the other lines are not read again.
 */
export function tokenizeAgain(text: string, most: number, before: Lexed): ILexingResult {
  if (text === before.text && fits(before.result, most)) return before.result;
  const { start, end, oldEnd } = changedLines(text, before.text);
  const changed = text.slice(start, end);
  const isLarge = 2 * changed.length > text.length;
  // A mark that stands at the beginning of a file, and nowhere else.
  const beginsOtherwise = start > 0 && changed.startsWith('\uFEFF');
  if (isLarge || beginsOtherwise || hasOther(before.result)) return t.tokenize(text, most);
  const read = t.tokenize(changed, most);
  if (hasOther(read)) return t.tokenize(text, most);
  const tokens = split(before.result.tokens, start, oldEnd);
  const comments = split(before.result.groups.comments ?? [], start, oldEnd);
  const line = 1 + lineEnds(tokens.before);
  const here = { offset: start, line: line - 1 };
  const behind = {
    offset: end - oldEnd,
    line: lineEnds(read.tokens) - lineEnds(tokens.changed),
  };
  const join = (old: Split, now: readonly IToken[]): IToken[] =>
    old.before.concat(moved(now, here), moved(old.behind, behind));
  const result: ILexingResult = {
    tokens: join(tokens, read.tokens),
    groups: { comments: join(comments, read.groups.comments ?? []), unknown: [] },
    errors: [],
  };
  return fits(result, most) ? result : t.tokenize(text, most);
}

/** Fewer tokens than there may be: nothing is left of the text. */
function fits({ tokens, groups }: ILexingResult, most: number): boolean {
  return tokens.length + (groups.comments?.length ?? 0) < most;
}

/** Whether there is something that is neither a token nor a comment. */
function hasOther({ groups, errors, tokens }: ILexingResult): boolean {
  return (groups.unknown?.length ?? 0) > 0 || errors.length > 0 || tokens.at(-1)?.tokenType === t.Beyond;
}

/** Where the lines that differ begin, and where they end in each of two texts. */
function changedLines(text: string, old: string): { start: number; end: number; oldEnd: number } {
  const shorter = Math.min(text.length, old.length);
  let same = 0;
  while (same < shorter && text.charCodeAt(same) === old.charCodeAt(same)) same++;
  const start = same === 0 ? 0 : text.lastIndexOf('\n', same - 1) + 1;
  let behind = 0;
  const most = shorter - start;
  while (
    behind < most &&
    text.charCodeAt(text.length - 1 - behind) === old.charCodeAt(old.length - 1 - behind)
  )
    behind++;
  const lineEnd = text.indexOf('\n', text.length - behind);
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  return { start, end, oldEnd: old.length - (text.length - end) };
}

interface Split {
  readonly before: readonly IToken[];
  readonly changed: readonly IToken[];
  readonly behind: readonly IToken[];
}

function split(tokens: readonly IToken[], start: number, end: number): Split {
  const [first, last] = [firstFrom(tokens, start), firstFrom(tokens, end)];
  return { before: tokens.slice(0, first), changed: tokens.slice(first, last), behind: tokens.slice(last) };
}

/** The place of the first token that begins at an offset or behind it. */
function firstFrom(tokens: readonly IToken[], offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.startOffset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lineEnds(tokens: readonly IToken[]): number {
  let count = 0;
  for (const { tokenType } of tokens) if (tokenType === t.Newline) count++;
  return count;
}

function moved(
  tokens: readonly IToken[],
  by: { readonly offset: number; readonly line: number },
): readonly IToken[] {
  if (by.offset === 0 && by.line === 0) return tokens;
  // As the lexer makes them: what has another order of fields is another kind of object to the engine, and slower to read.
  return tokens.map((token) => ({
    image: token.image,
    startOffset: token.startOffset + by.offset,
    endOffset: token.endOffset! + by.offset,
    startLine: token.startLine! + by.line,
    endLine: token.endLine! + by.line,
    startColumn: token.startColumn!,
    endColumn: token.endColumn!,
    tokenTypeIdx: token.tokenTypeIdx,
    tokenType: token.tokenType,
  }));
}
