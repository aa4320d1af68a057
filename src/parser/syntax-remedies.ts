import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import type { Details } from '../diagnostics/diagnose.ts';
import type { Edit } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import * as t from './tokens.ts';

/** An unexpected token, and what is known about its place. */
export interface Surprise {
  readonly token: IToken;
  readonly expected: string;
  /** The grammar's rule that met it. */
  readonly rule: string | undefined;
  /** The tokens of its logical line. */
  readonly line: readonly IToken[];
  /** Where the token before it ends. */
  readonly end: number;
  readonly file: SourceFile;
}

/** What to do about an unexpected token, where its line tells. */
export function findRemedy(surprise: Surprise): Details {
  for (const remedy of remedies) {
    const found = remedy(surprise);
    if (found !== undefined) return found;
  }
  return {};
}

type Remedy = (surprise: Surprise) => Details | undefined;

/** `network net` and the brace on the next line. */
const braceOnNextLine: Remedy = ({ token, expected, end, file }) => {
  if (!tokenMatcher(token, t.Separator) || !/`\{`/.test(expected)) return undefined;
  const blanks = /^\s*(?=\{)/.exec(file.text.slice(end, end + 1000));
  if (blanks === null) return { help: 'a body stands in braces: `{ … }`' };
  return edit('put the `{` on this line', surpriseEdit(file, end, end + blanks[0].length, ' '));
};

const bodyNeedsBraces: Remedy = ({ rule, expected }) =>
  rule === 'body' && expected === '`{`' ? { help: 'a body stands in braces: `{ … }`' } : undefined;

/** `block b { … }` */
const parameterList: Remedy = ({ rule, token, end, file }) =>
  rule === 'parameters' && token.tokenType === t.LCurly
    ? {
        ...edit('write `()`', surpriseEdit(file, end, end, '()')),
        help: 'a block has parentheses, also where it has no parameters: `()`',
      }
    : undefined;

/** `conv1 = conv 3x3, 64`, `conv 3x3, 64, stride = 2` */
const equals: Remedy = ({ token, line, file, end }) => {
  if (token.tokenType !== t.Equals) return undefined;
  const position = line.indexOf(token);
  const next = line[position + 1];
  if (position < 1 || next === undefined) return undefined;
  const span = [end, next.startOffset] as const;
  if (position === 1)
    return {
      ...edit('write `:`', surpriseEdit(file, ...span, ': ')),
      help: `a label is written with a colon: \`${line[0]!.image}: …\``,
    };
  const argument = line[position - 1]!.image;
  return {
    ...edit('leave out the `=`', surpriseEdit(file, ...span, ' ')),
    help: `an operator’s arguments have no \`=\`: \`${argument} ${next.image}\``,
  };
};

/** `stage 3 bottleneck(64)` */
const times: Remedy = ({ token, line, end, file }) =>
  isStatement(line, t.Stage) && token.tokenType === t.Identifier
    ? {
        ...edit('write `x`', surpriseEdit(file, end, end, ' x')),
        help: 'a stage is written `stage N x block(…)`',
      }
    : undefined;

/** `let width 64`, `(n: int 8)`, `import { basic } "std/residual"` */
const missingWord: Remedy = ({ token, expected, rule, end, file }) => {
  const opens = operands.some((type) => tokenMatcher(token, type));
  const word =
    rule === 'parameters' && opens ? '=' : expected === '`from`' ? 'from' : expected === '`=`' ? '=' : '';
  if (word === '' || !(opens || tokenMatcher(token, t.Word))) return undefined;
  return edit(`put \`${word}\` before it`, surpriseEdit(file, end, end, ` ${word}`));
};

/** `conv 3x3 64` */
const comma: Remedy = ({ token, expected, line, end, file }) => {
  if (!expected.startsWith('`,`') && expected !== '`)`' && expected !== '`]`') return undefined;
  const startsOperand = tokenMatcher(token, t.Word) || operands.some((type) => tokenMatcher(token, type));
  const inList = expected !== '`,` or the end of the line';
  if (!startsOperand || (!inList && statementStart(line).length < 2)) return undefined;
  return edit('put a `,` before it', surpriseEdit(file, end, end, ','));
};

/** `conv 3x3, +4`, `conv +3x3, 4` */
const plus: Remedy = ({ token, expected, line, file }) =>
  token.tokenType === t.Plus && (expected === 'a value' || statementStart(line)[1] === token)
    ? {
        ...edit('leave out the `+`', surpriseEdit(file, token.startOffset, token.endOffset! + 1, '')),
        help: 'a positive number has no sign',
      }
    : undefined;

const remedies: readonly Remedy[] = [
  ...[braceOnNextLine, bodyNeedsBraces, parameterList, equals, times, missingWord, comma, plus],
];

const operands = [t.Integer, t.Float, t.StringLiteral, t.LParen, t.LSquare];

function edit(title: string, change: Edit): Details {
  return { help: title, fixes: [{ title, edits: [change] }] };
}

function surpriseEdit(file: SourceFile, start: number, end: number, text: string): Edit {
  return { file: file.name, span: { start, end }, text };
}

/** The line behind its label. */
export function statementStart(line: readonly IToken[]): readonly IToken[] {
  const colon = line.findIndex(({ tokenType }) => tokenType === t.Colon);
  return colon >= 0 && colon <= 2 ? line.slice(colon + 1) : line;
}

function isStatement(line: readonly IToken[], keyword: typeof t.Stage): boolean {
  return statementStart(line)[0]?.tokenType === keyword;
}
