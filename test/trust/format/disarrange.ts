import type { IToken } from 'chevrotain';
import { arrangeLines } from '../../../src/parser/arrange-lines.ts';
import * as t from '../../../src/parser/tokens.ts';
import type { Choices } from '../networks/choices.ts';

/**
 * The same tokens with other blanks, line ends and `;` between them, and with comments wherever one can stand. The text must be valid.
 */
export function disarrange(text: string, choices: Choices): string {
  const { tokens, groups } = t.lexer.tokenize(text);
  const ends = new Set(arrangeLines(tokens).filter(isEnd));
  const gaps = gapsOf(tokens, ends);
  const written = gaps.map(({ before, next, isFree, ended }) => {
    const inside = (groups.comments ?? []).filter(
      ({ startOffset }) =>
        startOffset > (before?.startOffset ?? -1) && startOffset < (next?.startOffset ?? text.length),
    );
    const own = inside.map(({ image }) => image);
    const original = text.slice(
      before === undefined ? 0 : before.endOffset! + 1,
      next?.startOffset ?? text.length,
    );
    const gap =
      own.length > 0 || ended
        ? lineGap(choices, own)
        : isFree
          ? freeGap(choices)
          : closeGap(before, next, original, choices);
    return `${gap}${next?.image ?? ''}`;
  });
  const lineEnd = choices.oneIn(4) ? '\r\n' : choices.oneIn(8) ? '\r' : '\n';
  return `${choices.oneIn(8) ? '\uFEFF' : ''}${written.join('').replaceAll('\n', lineEnd)}`;
}

interface Gap {
  readonly before: IToken | undefined;
  readonly next: IToken | undefined;
  /** A line may end there without ending anything. */
  readonly isFree: boolean;
  /** A statement ends there. */
  readonly ended: boolean;
}

const isEnd = ({ tokenType }: IToken): boolean => tokenType === t.Newline || tokenType === t.Semicolon;

function gapsOf(tokens: readonly IToken[], ends: ReadonlySet<IToken>): readonly Gap[] {
  const gaps: Gap[] = [];
  const open: IToken[] = [];
  let [before, ended]: [IToken | undefined, boolean] = [undefined, true];
  let importing = false;
  const add = (next: IToken | undefined): void => {
    const inside = open.at(-1) !== undefined && (open.at(-1)!.tokenType !== t.LCurly || importing);
    const type = next?.tokenType;
    const divides = before?.tokenType === t.IntegerDivision || type === t.IntegerDivision;
    const isFree = !divides && (inside || before?.tokenType === t.Comma || (type === t.Else && !ended));
    gaps.push({ before, next, isFree, ended: ended || next === undefined });
  };
  for (const [at, token] of tokens.entries()) {
    if (isEnd(token)) {
      ended ||= ends.has(token);
      continue;
    }
    const { tokenType: type } = token;
    add(token);
    if (type === t.Import && tokens[at + 1]?.tokenType === t.LCurly) importing = true;
    if (type === t.LCurly || type === t.LParen || type === t.LSquare) open.push(token);
    if (type === t.RCurly || type === t.RParen || type === t.RSquare) open.pop();
    if (type === t.RCurly) importing = false;
    [before, ended] = [token, false];
  }
  add(undefined);
  return gaps;
}

const blanks = ['', ' ', '  ', '\t', '     '];
const words = [
  '// one',
  '//two',
  '// 3 // 4',
  '// 16',
  '// width)',
  '/// five',
  '///six',
  '// “sieben” ',
  '//',
  '//////',
  '// {',
  '// )',
];

const comment = (choices: Choices): string => `${choices.pick(blanks.slice(1))}${choices.pick(words)}\n`;

/**
 * Between two statements: a line's end or `;`, among comments. No comment stands behind a `;`, which goes away: `c; // 16` becomes a
 * comment that looks like a divisor.
 */
function lineGap(choices: Choices, own: readonly string[]): string {
  const parts = own.map((image) => `\n${choices.pick(blanks)}${image}\n`);
  if (parts.length === 0 && choices.oneIn(4)) parts.push(`${choices.pick(blanks)};`);
  if (parts.length === 0) parts.push('\n');
  const isEmpty = parts[0]!.includes(';');
  while (choices.oneIn(3)) parts.push(choices.oneIn(2) && !isEmpty ? comment(choices) : '\n');
  if (choices.oneIn(4)) parts.unshift(comment(choices));
  return parts.join('') + choices.pick(blanks);
}

/** Where lines may end as one likes. */
function freeGap(choices: Choices): string {
  const parts: string[] = [];
  while (choices.oneIn(4)) parts.push(choices.oneIn(3) ? comment(choices) : `${choices.pick(blanks)}\n`);
  return ` ${parts.join('')}${choices.pick(blanks)}`;
}

const loose = new Set([t.LParen, t.RParen, t.LSquare, t.RSquare, t.Comma, t.Equals, t.Colon]);

/** Inside a line: more blanks, fewer, or the same. What would run together, and what must touch, stays. */
function closeGap(
  before: IToken | undefined,
  next: IToken | undefined,
  original: string,
  choices: Choices,
): string {
  if (before === undefined || next === undefined) return choices.pick(blanks);
  const types = [before.tokenType, next.tokenType];
  const isBody = before.tokenType === t.LCurly || next.tokenType === t.RCurly;
  if (isBody && original !== '') return choices.oneIn(2) ? lineGap(choices, []) : ' ';
  const touches =
    original === '' && types.some((type) => [t.LCurly, t.RCurly, t.IntegerDivision, t.Times].includes(type));
  const runsTogether = /\w\w|[=!<>/-][=/>-]/.test(`${before.image.at(-1)}${next.image[0]}`);
  if (touches || (original === '' && !types.some((type) => loose.has(type)))) return original;
  if (runsTogether || types.includes(t.Times)) return choices.pick(blanks.slice(1));
  return choices.pick(blanks);
}

/** The same lines with other blanks around them, empty ones between, and comments behind: of a text that may have errors. */
export function disarrangeLines(text: string, choices: Choices): string {
  const lines = text.split('\n').map((line) => {
    const indented = choices.oneIn(4) ? `${choices.pick(blanks)}${line.trimStart()}` : line;
    const commented = choices.oneIn(4) && !/["/]/.test(line) ? `${indented}${comment(choices)}` : indented;
    return choices.oneIn(6) ? `${commented}\n` : commented;
  });
  return lines.join('\n');
}
