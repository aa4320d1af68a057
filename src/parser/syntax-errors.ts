import type { IParserErrorMessageProvider, IRecognitionException, IToken, TokenType } from 'chevrotain';
import { EOF, tokenMatcher } from 'chevrotain';
import type { Details } from '../diagnostics/diagnose.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Location } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { tokenSpan } from './cst.ts';
import { foreignSpelling } from './foreign-syntax.ts';
import { misspeltKeyword } from './misspelt-keyword.ts';
import { findRemedy } from './syntax-remedies.ts';
import * as t from './tokens.ts';
import { keywords } from './tokens.ts';

/** What a rule of the grammar stands for, where no single token is missing. */
const expectations: Readonly<Record<string, string>> = {
  statement: 'a statement',
  statementEnd: '`,` or the end of the line',
  end: 'the end of the line',
  operand: 'a value',
  reference: 'a value',
  type: 'a type (int, float, bool, string or block)',
  networkDeclaration: '`{` or `=`',
  shortcut: 'identity, zero_pad, projection, none or `{`',
  label: 'a label',
  labelWords: 'a label',
  partStatement: '`{`',
  ifStatement: '`{` or `if`',
};

/** A sort of token in a sentence: `` `{` ``, `a name`. */
export const display = (type: TokenType): string => {
  if (type === t.Identifier || type === t.Word) return 'a name';
  if (type === t.BinaryOperatorToken) return 'an operator';
  if (type === EOF) return 'the end of the file';
  const label = type.LABEL ?? (typeof type.PATTERN === 'string' ? type.PATTERN : type.name);
  return /^(a|an|the) /.test(label) ? label : `\`${label}\``;
};

/** The parser's messages are only the expectation; the whole sentence is the catalogue's. */
export const expectationProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => display(expected),
  buildNotAllInputParsedMessage: () => 'the end of the file',
  buildNoViableAltMessage: ({ ruleName, customUserDescription }) =>
    customUserDescription ?? expectations[ruleName] ?? 'something else',
  buildEarlyExitMessage: ({ ruleName }) => expectations[ruleName] ?? 'something else',
};

/**
 * One diagnostic for each logical line with an error: what comes behind the first one on a line follows from it. Lines on which `early`
 * diagnostics stand have theirs.
 */
export function describeSyntaxErrors(
  errors: readonly IRecognitionException[],
  tokens: readonly IToken[],
  file: SourceFile,
  early: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (errors.length === 0) return [];
  const lines = logicalLines(tokens);
  const seen = new Set<number>();
  for (const { severity, span } of early) if (severity === 'error') seen.add(lines.at(span.start));
  return errors.flatMap((error) => {
    const line = lines.of(error.token, endOf(error));
    if (seen.has(line)) return [];
    seen.add(line);
    return [describe(error, lines.tokens(line), file)];
  });
}

/** Where the token before the error ends. */
function endOf(error: IRecognitionException): number {
  const { previousToken } = error as { readonly previousToken?: IToken };
  const end = previousToken?.endOffset;
  return end === undefined || Number.isNaN(end) ? 0 : end + 1;
}

function describe(error: IRecognitionException, line: readonly IToken[], file: SourceFile): Diagnostic {
  const { token, message: expected, context } = error;
  const atEnd = token.tokenType === EOF || tokenMatcher(token, t.Separator) || token.image === '';
  const end = endOf(error);
  const span = atEnd ? { start: end, end } : tokenSpan(token);
  const at = { file: file.name, span };
  const foreign = foreignSpelling(file.text, span.start);
  if (foreign !== undefined) {
    const place = { file: file.name, span: foreign.span };
    return diagnose('syntax/foreign', foreign, place, { help: foreign.help });
  }
  const rule = context.ruleStack.at(-1);
  const label = labelWith(token, line);
  if (rule === 'statement' && label !== undefined) return labelInside(label, expected, end, file);
  if (!atEnd && meantAsName(token, expected, rule, file.text))
    return diagnose('syntax/keyword-as-name', { keyword: token.image }, at, keywordAsName(token, at));
  const misspelt = misspeltKeyword(line, token, file.text);
  if (misspelt !== undefined) {
    const place = { file: file.name, span: tokenSpan(misspelt.word) };
    const parameters = { found: found(misspelt.word), expected: 'a statement' };
    return diagnose('syntax/unexpected', parameters, place, meant(misspelt.keyword, place));
  }
  if (rule === 'strayDeclaration') return diagnose('syntax/declaration', {}, at, strayDeclaration(token, at));
  const remedy = findRemedy({ token, expected, rule, line, end, file });
  // Behind a call, as `conv (3, 1), 4` is read, no argument can follow.
  const other = token.tokenType === t.Comma ? expected.replace('`,` or ', '') : expected;
  return diagnose('syntax/unexpected', { found: found(token), expected: other }, at, remedy);
}

/** The word before a colon, where either is the token. */
function labelWith(token: IToken, line: readonly IToken[]): IToken | undefined {
  const position = line.indexOf(token) - (token.tokenType === t.Colon ? 1 : 0);
  const [word, colon] = [line[position], line[position + 1]];
  return position > 0 && colon?.tokenType === t.Colon && tokenMatcher(word!, t.Word) ? word : undefined;
}

/** `relu conv2: conv 3x3, 64`: the line before the label does not end. */
function labelInside(label: IToken, expected: string, end: number, file: SourceFile): Diagnostic {
  const at = { file: file.name, span: tokenSpan(label) };
  const before = file.text.slice(0, label.startOffset);
  const indent = /^[ \t]*/.exec(before.slice(before.lastIndexOf('\n') + 1))![0];
  const title = `begin a line with \`${label.image}:\``;
  const edit = {
    file: file.name,
    span: { start: Math.min(end, label.startOffset), end: label.startOffset },
    text: `\n${indent}`,
  };
  const fixes = end > label.startOffset ? [] : [{ title, edits: [edit] }];
  return diagnose('syntax/unexpected', { found: `\`${label.image}:\``, expected }, at, {
    help: title,
    fixes,
  });
}

/** A token in a sentence, as what stands there. */
export function found(token: IToken): string {
  if (token.tokenType === EOF || token.image === '') return 'the end of the block';
  if (tokenMatcher(token, t.Separator)) return 'the end of the line';
  return `\`${token.image.slice(0, 40)}\``;
}

/** A word of the language where a name must stand. */
function meantAsName(token: IToken, expected: string, rule: string | undefined, text: string): boolean {
  const behind = text.slice(token.endOffset! + 1, token.endOffset! + 40);
  if (token.image === 'x') return expected === 'a name' || /^[ \t]*[:=]/.test(behind);
  if (!keywords.has(token.image)) return false;
  if (expected === 'a name') return true;
  if (rule === 'parameters') return /^\s*[:=,)]/.test(behind);
  return expected === 'a value' && !/^\s*\{/.test(behind);
}

function keywordAsName(token: IToken, at: Location): Details {
  const name = `${token.image}_`;
  const help =
    token.image === 'x'
      ? 'an `x` that stands alone is the paper’s ×; choose another name'
      : `choose another name, \`${name}\` for example`;
  return { help, fixes: [{ title: `call it \`${name}\``, edits: [{ ...at, text: name }] }] };
}

const declarationKeywords = ['import', 'block', 'network'];

function strayDeclaration(token: IToken, at: Location): Details {
  const near = tokenMatcher(token, t.Word) ? didYouMean(token.image, declarationKeywords) : undefined;
  if (near !== undefined) return meant(near, at);
  return tokenMatcher(token, t.Word)
    ? { help: 'statements stand inside the braces of a network or a block' }
    : {};
}

function meant(word: string, at: Location): Details {
  const fixes = [{ title: `write \`${word}\``, edits: [{ ...at, text: word }] }];
  return { help: `did you mean \`${word}\`?`, fixes };
}

/** The logical lines of a file: what stands between separators and braces. */
function logicalLines(tokens: readonly IToken[]) {
  const starts = [0];
  const lineOf = new Map<IToken, number>();
  for (const [position, token] of tokens.entries()) {
    lineOf.set(token, starts.length - 1);
    if (tokenMatcher(token, t.Separator) || token.tokenType === t.LCurly || token.tokenType === t.RCurly)
      starts.push(position + 1);
  }
  const at = (offset: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      // A line begins behind the one before it, so that what no token is made of belongs to it also in front of its first token.
      if (tokens[starts[middle]! - 1]!.startOffset < offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    at,
    of: (token: IToken, offset: number): number => lineOf.get(token) ?? at(offset),
    tokens: (line: number): readonly IToken[] => tokens.slice(starts[line], starts[line + 1]),
  };
}
