import type { IToken, TokenType } from 'chevrotain';
import { createTokenInstance } from 'chevrotain';
import { closerOf, isCloser, isOpener, virtualToken } from './brackets.ts';
import type { Disagreement } from './layout.ts';
import { LayoutReader } from './layout.ts';
import * as t from './tokens.ts';

/** A change of one token: at `position` stands `type` in addition, or instead, or nothing any more. */
export interface Mend {
  readonly position: number;
  readonly kind: 'insertion' | 'removal' | 'replacement';
  readonly type: TokenType | undefined;
}

/** How many syntax errors a declaration of these tokens has. */
export type CountErrors = (tokens: readonly IToken[]) => number;

/** How many tokens may still be read in search of mends. */
export interface Effort {
  tokens: number;
}

/** How many errors tokens have with each mend that was tried. */
export type Counted = WeakMap<readonly IToken[], Map<string, number>>;

/**
 * The one token by which brackets and layout come to agree beyond where they disagree now, so that most of the rest parses. What people
 * forget is tried first, the nearest places before the others.
 */
export function findMend(
  tokens: readonly IToken[],
  disagreement: Disagreement,
  trusted: boolean,
  countErrors: CountErrors,
  effort: Effort,
  counted: Counted,
): Mend | undefined {
  let furthest = disagreement.position;
  let reaching: Mend[] = [];
  const window = windowBefore(tokens, disagreement);
  // The token before the window looks at the first one in it, and the first of all says how far to the left declarations stand.
  const common = Math.max(0, window.from - 1);
  const reader = new LayoutReader(tokens, trusted);
  reader.readUpTo(common, tokens);
  for (const mend of candidates(tokens, window)) {
    effort.tokens -= tokens.length - common;
    if (effort.tokens < 0) break;
    const mended = apply(tokens, mend);
    const next = (common === 0 ? new LayoutReader(mended, trusted) : reader.copy()).readAll(mended);
    const reached = next === undefined ? Number.POSITIVE_INFINITY : originalPosition(next.position, mend);
    if (reached < furthest || reached === disagreement.position) continue;
    if (reached > furthest) [furthest, reaching] = [reached, []];
    reaching.push(mend);
  }
  let best: Mend | undefined;
  let least = Number.POSITIVE_INFINITY;
  // Where none makes all well, the token that shows the disagreement is the likeliest to be wrong.
  const blamed = ({ position, kind }: Mend): boolean =>
    position === disagreement.position && kind !== 'insertion';
  const known = counted.get(tokens) ?? new Map<string, number>();
  counted.set(tokens, known);
  for (const mend of reaching) {
    const key = `${mend.kind} ${mend.position} ${mend.type?.name}`;
    let errors = known.get(key);
    if (errors === undefined) {
      effort.tokens -= parsingCost * tokens.length;
      if (best !== undefined && effort.tokens < 0) break;
      errors = countErrors(apply(tokens, mend));
      known.set(key, errors);
    }
    if (errors < least || (errors === least && blamed(mend) && !blamed(best!)))
      [best, least] = [mend, errors];
    if (errors === 0) break;
  }
  return best;
}

/** Parsing a token takes about as long as comparing this many with the layout. */
const parsingCost = 10;

export function apply(tokens: readonly IToken[], { position, kind, type }: Mend): readonly IToken[] {
  if (kind === 'insertion')
    return tokens.toSpliced(position, 0, virtualToken(type!, endBefore(tokens, position)));
  if (kind === 'removal') return tokens.toSpliced(position, 1);
  return tokens.with(position, instead(tokens[position]!, type!));
}

/** Where the last token before a position ends that is no newline. */
export function endBefore(tokens: readonly IToken[], position: number): number {
  let before = position - 1;
  while (tokens[before]?.tokenType === t.Newline) before--;
  return before < 0 ? 0 : tokens[before]!.endOffset! + 1;
}

/** A token of another type in the place of one. Its text is that type's, as the text that stands there would mean nothing. */
function instead(
  { startOffset, endOffset, startLine, endLine, startColumn, endColumn }: IToken,
  type: TokenType,
): IToken {
  const image = typeof type.PATTERN === 'string' ? type.PATTERN : '_';
  const places = [startOffset, endOffset!, startLine!, endLine!, startColumn!, endColumn!] as const;
  return createTokenInstance(type, image, ...places);
}

function originalPosition(position: number, { position: at, kind }: Mend): number {
  if (position <= at || kind === 'replacement') return position;
  return kind === 'insertion' ? position - 1 : position + 1;
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * The line on which brackets and layout disagree, as far as that, and the line before it; inside ( and [ all since that bracket's line.
 */
function windowBefore(tokens: readonly IToken[], { position, opener }: Disagreement): Window {
  const before = lineStart(tokens, Math.min(position, tokens.length - 1));
  let from = lineStart(tokens, before - 1);
  if (opener !== undefined && opener < from && tokens[opener]!.tokenType !== t.LCurly)
    from = Math.max(lineStart(tokens, opener), from - mostInside);
  return { from, to: Math.min(position + 1, tokens.length) };
}

/** Beyond this many tokens a bracket is not looked for. */
const mostInside = 100;

/** The first token of the line of a position, or of the nearest line before it that has tokens. */
function lineStart(tokens: readonly IToken[], position: number): number {
  let start = Math.max(0, position);
  while (start > 0 && tokens[start]!.tokenType === t.Newline) start--;
  while (start > 0 && tokens[start - 1]!.tokenType !== t.Newline) start--;
  return start;
}

function* candidates(tokens: readonly IToken[], { from, to }: Window): Generator<Mend> {
  const backwards = Array.from({ length: to - from }, (_, index) => to - 1 - index);
  const gaps = backwards
    .map((position) => position + 1)
    .filter((position) => tokens[position - 1]!.tokenType !== t.Newline);
  const bracketsBackwards = backwards.filter((position) => isBracket(tokens[position]!));
  const tight = (position: number): boolean => isOpener(tokens[position]!) && !isLoose(tokens, position);
  const standsForOther = (position: number): readonly Mend[] =>
    others.map((type) => ({ position, kind: 'replacement', type }));
  const removal = (position: number): Mend => ({ position, kind: 'removal', type: undefined });
  for (const position of bracketsBackwards) if (isLoose(tokens, position)) yield* standsForOther(position);
  for (const position of gaps)
    for (const [opener, type] of closerOf)
      if (type === t.RParen || tokens[position - 1]!.tokenType !== opener)
        yield { position, kind: 'insertion', type };
  for (const position of bracketsBackwards) if (isDoubled(tokens, position)) yield removal(position);
  yield* parentheses(gaps);
  for (const position of bracketsBackwards) if (!tight(position)) yield removal(position);
  for (const position of gaps)
    if (tokens[position]?.tokenType === t.Newline) yield { position, kind: 'insertion', type: t.LCurly };
  for (const position of gaps.toReversed())
    for (const [type, closer] of closerOf)
      if (type === t.LParen || tokens[position]?.tokenType !== closer)
        yield { position, kind: 'insertion', type };
  for (const position of backwards)
    for (const type of brackets)
      if (tokens[position]!.tokenType !== type) yield { position, kind: 'replacement', type };
  for (const position of bracketsBackwards) yield* standsForOther(position);
  for (const position of bracketsBackwards) if (tight(position)) yield removal(position);
}

/** A missing ( or [ before what ends in the closer at which the brackets disagree: the longest that can be read. */
function parentheses(gaps: readonly number[]): readonly Mend[] {
  return gaps
    .toReversed()
    .flatMap((position) =>
      [t.LParen, t.LSquare].map((type) => ({ position, kind: 'insertion', type }) as const),
    );
}

/** A closer behind another of its kind was perhaps written twice. */
function isDoubled(tokens: readonly IToken[], position: number): boolean {
  const token = tokens[position];
  return token !== undefined && isCloser(token) && tokens[position - 1]?.tokenType === token.tokenType;
}

/** A ( or [ with a blank behind it, or a ) or ] with one before it, is not written like one: perhaps it stands for another token. */
function isLoose(tokens: readonly IToken[], position: number): boolean {
  const { tokenType, startOffset, endOffset } = tokens[position]!;
  if (tokenType === t.LParen || tokenType === t.LSquare)
    return tokens[position + 1]?.startOffset !== endOffset! + 1;
  const before = tokens[position - 1];
  if (tokenType !== t.RParen && tokenType !== t.RSquare) return false;
  return before !== undefined && before.tokenType !== t.Newline && before.endOffset! + 1 < startOffset;
}

function isBracket(token: IToken): boolean {
  return isOpener(token) || isCloser(token);
}

const brackets: readonly TokenType[] = [...closerOf].flat();

/** What a bracket may stand for that is none: a name or value, and what stands between them. */
const others: readonly TokenType[] = [
  t.BadNumber,
  t.Identifier,
  t.Comma,
  t.Plus,
  t.Colon,
  t.Equals,
  t.Newline,
];
