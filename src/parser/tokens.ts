// Over 300 lines: one table, every token of the language, in the order in which the lexer tries them.
import type { CustomPatternMatcherFunc, ILexingResult, IToken, TokenType } from 'chevrotain';
import { createToken, Lexer } from 'chevrotain';

/** Any word: a name or a keyword. Labels may be keywords, since checkpoints have layers called `head` and `stem`. */
export const Word = createToken({ name: 'Word', pattern: Lexer.NA });
/** What cannot begin a statement. */
export const Stray = createToken({ name: 'Stray', pattern: Lexer.NA });
/** Operators that join two operands; how strongly they bind is in `precedence.ts`. */
export const BinaryOperatorToken = createToken({ name: 'BinaryOperator', pattern: Lexer.NA });
/** Ends a statement. */
export const Separator = createToken({ name: 'Separator', label: 'the end of the line', pattern: Lexer.NA });

export const Identifier = createToken({
  name: 'Identifier',
  pattern: /[A-Za-z_][A-Za-z0-9_]*/,
  categories: [Word],
});

const keyword = (text: string): TokenType =>
  createToken({
    name: text[0]!.toUpperCase() + text.slice(1),
    pattern: text,
    longer_alt: Identifier,
    categories: [Word],
  });

export const Import = keyword('import');
export const Block = keyword('block');
export const Network = keyword('network');
export const Input = keyword('input');
export const Stem = keyword('stem');
export const Head = keyword('head');
export const Stage = keyword('stage');
export const Repeat = keyword('repeat');
export const Residual = keyword('residual');
export const ShortcutKeyword = keyword('shortcut');
export const Gate = keyword('gate');
export const Branches = keyword('branches');
export const Path = keyword('path');
export const From = keyword('from');
export const If = keyword('if');
export const Else = keyword('else');
export const Let = keyword('let');
export const Defaults = keyword('defaults');
export const And = keyword('and');
export const Or = keyword('or');
export const Not = keyword('not');
export const In = keyword('in');
export const True = keyword('true');
export const False = keyword('false');
export const As = keyword('as');
export const On = keyword('on');

const punctuation = (name: string, pattern: string, categories: TokenType[] = [Stray]): TokenType =>
  createToken({ name, pattern, categories });

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isWordUnit = (unit: number): boolean =>
  isDigit(unit) || (unit >= 65 && unit <= 90) || unit === 95 || (unit >= 97 && unit <= 122);

/** The paper's ×: after a digit (`7x7`, `3x k`), or an `x` that stands alone (`k x k`). */
const matchTimes: CustomPatternMatcherFunc = (text, offset) => {
  if (text[offset] === '×') return ['×'];
  if (text[offset] !== 'x') return null;
  const before = offset === 0 ? 32 : text.charCodeAt(offset - 1);
  const after = offset + 1 === text.length ? 32 : text.charCodeAt(offset + 1);
  return isDigit(before) || (!isWordUnit(before) && !isWordUnit(after)) ? ['x'] : null;
};

export const Times = createToken({
  name: 'Times',
  label: 'x',
  pattern: { exec: matchTimes },
  start_chars_hint: ['x', '×'],
  line_breaks: false,
  categories: [BinaryOperatorToken, Stray],
});

export const LCurly = punctuation('LCurly', '{', []);
export const RCurly = punctuation('RCurly', '}', []);
export const LParen = punctuation('LParen', '(');
export const RParen = punctuation('RParen', ')');
export const LSquare = punctuation('LSquare', '[');
export const RSquare = punctuation('RSquare', ']');
export const Comma = punctuation('Comma', ',');
export const Colon = punctuation('Colon', ':');
export const Dot = punctuation('Dot', '.');

const operator = (name: string, pattern: string): TokenType =>
  punctuation(name, pattern, [BinaryOperatorToken, Stray]);

export const EqualEqual = operator('EqualEqual', '==');
export const NotEqual = operator('NotEqual', '!=');
export const LessEqual = operator('LessEqual', '<=');
export const GreaterEqual = operator('GreaterEqual', '>=');
export const Less = operator('Less', '<');
export const Greater = operator('Greater', '>');
export const Plus = operator('Plus', '+');
export const Minus = operator('Minus', '-');
export const Star = operator('Star', '*');
export const Slash = operator('Slash', '/');
export const Percent = operator('Percent', '%');
export const Equals = punctuation('Equals', '=');
And.CATEGORIES!.push(BinaryOperatorToken);
Or.CATEGORIES!.push(BinaryOperatorToken);
for (const keyword of [
  Import,
  Block,
  Network,
  ShortcutKeyword,
  Path,
  Else,
  And,
  Or,
  Not,
  In,
  True,
  False,
  As,
  On,
])
  keyword.CATEGORIES!.push(Stray);

export const Float = createToken({
  name: 'Float',
  label: 'a number',
  pattern: /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+/,
  categories: [Stray],
});
export const Integer = createToken({
  name: 'Integer',
  label: 'a whole number',
  pattern: /\d+/,
  categories: [Stray],
});

/**
 * A spelling that begins like a number and is none: `1_000`, `5.`, `0x10`, `1e999`. It is one token and one error, and the parser takes
 * it for the number that was meant.
 */
const matchBadNumber: CustomPatternMatcherFunc = (text, offset) => {
  const first = text.charCodeAt(offset);
  if (!isDigit(first) && !(first === 46 && isDigit(text.charCodeAt(offset + 1)))) return null;
  if (first === 46 && endsOperand(text.charCodeAt(offset - 1))) return null;
  for (const pattern of [hexadecimal, numberLike]) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined) return goodNumber(match) ? null : [match];
  }
  return null;
};
const hexadecimal = /0[xX][0-9A-Fa-f]+(?![0-9A-Za-z_])/y;
const numberLike = /\.?\d[0-9A-Za-wyz_.]*(?:(?<=[eE])[+-]\d+)?/y;

function goodNumber(text: string): boolean {
  if (/^(0|[1-9]\d*)$/.test(text)) return Number.isSafeInteger(Number(text));
  return /^(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));
}

/** A word, `)` or `]` may end an operand. */
const endsOperand = (unit: number): boolean => isWordUnit(unit) || unit === 41 || unit === 93;

export const BadNumber = createToken({
  name: 'BadNumber',
  label: 'a number',
  pattern: { exec: matchBadNumber },
  start_chars_hint: [...'0123456789.'],
  line_breaks: false,
  categories: [Integer, Stray],
});
export const StringLiteral = createToken({
  name: 'String',
  label: 'a string',
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*"/,
  line_breaks: false,
  categories: [Stray],
});
/** A string without its end: it stops at the line's. */
export const OpenString = createToken({
  name: 'OpenString',
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*\\?/,
  line_breaks: false,
  categories: [StringLiteral, Stray],
});

/**
 * Integer division is `//` with an operand touching it on both sides: `c//16`. With a blank before it, `//` starts a
 * comment; a comment that looks like a divisor gets a warning.
 */
const matchIntegerDivision: CustomPatternMatcherFunc = (text, offset) => {
  if (text[offset] !== '/' || text[offset + 1] !== '/') return null;
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset + 2);
  return endsOperand(before) && (isWordUnit(after) || after === 40) ? ['//'] : null;
};
export const IntegerDivision = createToken({
  name: 'IntegerDivision',
  label: '//',
  pattern: { exec: matchIntegerDivision },
  start_chars_hint: ['/'],
  line_breaks: false,
  categories: [BinaryOperatorToken, Stray],
});

/** `/* … ` to the end of the line: no comment here, but elsewhere. */
export const BlockComment = createToken({ name: 'BlockComment', pattern: /\/\*[^\r\n]*/, group: 'comments' });
export const DocComment = createToken({ name: 'DocComment', pattern: /\/\/\/[^\r\n]*/, group: 'comments' });
export const Comment = createToken({ name: 'Comment', pattern: /\/\/[^\r\n]*/, group: 'comments' });

export const Newline = createToken({
  name: 'Newline',
  label: 'the end of the line',
  pattern: /\r\n|\n|\r/,
  line_breaks: true,
  categories: [Separator],
});
export const Semicolon = createToken({
  name: 'Semicolon',
  label: ';',
  pattern: ';',
  categories: [Separator],
});
const Blank = createToken({ name: 'Blank', pattern: /[ \t\f\v]+/, group: Lexer.SKIPPED });
/** A file may begin with it; anywhere else it is an invisible character. */
const ByteOrderMark = createToken({
  name: 'ByteOrderMark',
  pattern: {
    exec: (text: string, offset: number) => (offset === 0 && text[0] === '\uFEFF' ? ['\uFEFF'] : null),
  },
  start_chars_hint: ['\uFEFF'],
  line_breaks: false,
  group: Lexer.SKIPPED,
});
/** Characters that change the order in which text is shown. They are refused wherever they stand, and mean nothing. */
export const Reordering = createToken({
  name: 'Reordering',
  pattern: /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/,
  group: Lexer.SKIPPED,
});
/** What no token begins with, as one: left to the lexer, a megabyte of it is half a million errors and takes seconds. */
const Unknown = createToken({
  name: 'Unknown',
  pattern:
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a file may have them.
    /(?:[\0-\x08\x0E-\x1F#$&'?@\\^`|~\x7F-\xD6\xD8-\u061B\u061D-\u200D\u2010-\u2029\u202F-\u2065\u206A-\uFFFF]|!(?!=))+/,
  line_breaks: false,
  group: 'unknown',
});

/** What is left of a text with more tokens than there may be, as one: to read it would take memory for nothing. */
export const Beyond = createToken({
  name: 'Beyond',
  pattern: {
    exec: (
      text: string,
      offset: number,
      matched: IToken[],
      { comments, unknown }: Record<string, IToken[]>,
    ) =>
      matched.length + (comments?.length ?? 0) + (unknown?.length ?? 0) < mostTokens
        ? null
        : [text.slice(offset)],
  },
  // Every character: one of each of the 256 that the lexer tells apart, then one of each page of Unicode.
  start_chars_hint: Array.from({ length: 511 }, (_, at) => (at < 256 ? at : (at - 255) << 8)),
  line_breaks: true,
});
/** Chevrotain has no other way to tell a pattern. */
let mostTokens = Number.POSITIVE_INFINITY;

/** The order in which the lexer tries them. */
export const allTokens: TokenType[] = [
  Word,
  Stray,
  Separator,
  BinaryOperatorToken,
  Beyond,
  Newline,
  Blank,
  ByteOrderMark,
  Reordering,
  Unknown,
  IntegerDivision,
  DocComment,
  Comment,
  BlockComment,
  Times,
  BadNumber,
  Float,
  Integer,
  StringLiteral,
  OpenString,
  ...[
    Import,
    Block,
    Network,
    Input,
    Stem,
    Head,
    Stage,
    Repeat,
    Residual,
    ShortcutKeyword,
    Gate,
    Branches,
    Path,
  ],
  ...[From, If, Else, Let, Defaults, And, Or, Not, In, True, False, As, On],
  Identifier,
  ...[LCurly, RCurly, LParen, RParen, LSquare, RSquare, Comma, Colon, Semicolon, Dot],
  ...[
    EqualEqual,
    NotEqual,
    LessEqual,
    GreaterEqual,
    Less,
    Greater,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Equals,
  ],
];

export const lexer = new Lexer(allTokens, {
  positionTracking: 'full',
  ensureOptimizations: true,
  skipValidations: true,
});

/** The tokens of a text; beyond `most`, comments counted, the rest is one token of the type `Beyond`. */
export function tokenize(text: string, most: number): ILexingResult {
  mostTokens = most;
  const result = lexer.tokenize(text);
  mostTokens = Number.POSITIVE_INFINITY;
  return result;
}

/** Words with a meaning of their own, which cannot name a block, a parameter or a value. */
export const keywords: ReadonlySet<string> = new Set(
  allTokens.filter((type) => type.LONGER_ALT === Identifier).map((type) => String(type.PATTERN)),
);
