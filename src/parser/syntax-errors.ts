import type { IParserErrorMessageProvider, IRecognitionException, IToken, TokenType } from 'chevrotain';
import { EOF, tokenMatcher } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { foreignSpelling } from './foreign-syntax.ts';
import * as t from './tokens.ts';

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

const display = (type: TokenType): string => {
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

/** One diagnostic for each logical line with an error: what comes behind the first one on a line follows from it. */
export function describeSyntaxErrors(
  errors: readonly IRecognitionException[],
  tokens: readonly IToken[],
  file: SourceFile,
): readonly Diagnostic[] {
  const seen = new Set<number>();
  const lineOf = logicalLines(tokens);
  return errors.flatMap((error) => {
    const line = lineOf(error.token);
    if (seen.has(line)) return [];
    seen.add(line);
    return [describe(error, file)];
  });
}

function describe(error: IRecognitionException, file: SourceFile): Diagnostic {
  const { token, message: expected, context } = error;
  const { previousToken } = error as { readonly previousToken?: IToken };
  const atEnd = token.tokenType === EOF || tokenMatcher(token, t.Separator) || token.image === '';
  const end =
    previousToken?.endOffset === undefined || Number.isNaN(previousToken.endOffset)
      ? 0
      : previousToken.endOffset + 1;
  const span = atEnd ? { start: end, end } : { start: token.startOffset, end: token.endOffset! + 1 };
  const at = { file: file.name, span };
  const foreign = foreignSpelling(file.text, span.start);
  if (foreign !== undefined)
    return diagnose(
      'syntax/foreign',
      foreign,
      { file: file.name, span: foreign.span },
      { help: foreign.help },
    );
  if (expected === 'a name' && tokenMatcher(token, t.Word))
    return diagnose('syntax/keyword-as-name', { keyword: token.image }, at, { help: 'choose another name' });
  if (
    token.image === 'x' &&
    (expected === 'a name' || /^x[ \t]*[:=]/.test(file.text.slice(span.start, span.end + 40)))
  )
    return diagnose('syntax/keyword-as-name', { keyword: 'x' }, at, {
      help: 'an `x` that stands alone is the paper’s ×; choose another name',
    });
  const rule = context.ruleStack.at(-1);
  if (rule === 'strayDeclaration') return diagnose('syntax/declaration', {}, at);
  const found =
    token.tokenType === EOF || token.image === ''
      ? 'the end of the block'
      : tokenMatcher(token, t.Separator)
        ? 'the end of the line'
        : `\`${token.image.slice(0, 40)}\``;
  const help = rule === 'body' && expected === '`{`' ? 'a body stands in braces: `{ … }`' : undefined;
  const other = token.tokenType === t.Comma ? expected.replace('`,` or ', '') : expected;
  return diagnose('syntax/unexpected', { found, expected: other }, at, help === undefined ? {} : { help });
}

/** The number of the separator or brace that a token's logical line follows. */
function logicalLines(tokens: readonly IToken[]): (token: IToken) => number {
  const lines = new Map<IToken, number>();
  let line = 0;
  for (const token of tokens) {
    lines.set(token, line);
    if (tokenMatcher(token, t.Separator) || token.tokenType === t.LCurly || token.tokenType === t.RCurly)
      line++;
  }
  return (token) => lines.get(token) ?? line;
}
