import type { IToken, TokenType } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { Findings } from '../diagnostics/findings.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { tokenSpan } from './cst.ts';
import { unescapeString } from './strings.ts';
import * as t from './tokens.ts';

/** Spellings that the lexer reads as tokens but the language does not have. */
export function checkTokens(
  tokens: readonly IToken[],
  comments: readonly IToken[],
  file: SourceFile,
  limits: Pick<Limits, 'name' | 'string' | 'diagnostics'>,
): readonly Diagnostic[] {
  const findings = new Findings(limits);
  const at = (span: Span) => ({ file: file.name, span });
  for (let position = 0; position < tokens.length; position++) {
    const token = tokens[position]!;
    const type = token.tokenType;
    if (findings.isFull('error')) break;
    if (type === t.OpenString) {
      findings.add(unterminated(token, tokens[position + 1], file));
    } else if (type === t.StringLiteral) {
      const { bad } = unescapeString(token.image);
      if (bad !== undefined) {
        const start = token.startOffset + bad.offset;
        const parameters = { reason: 'escape', text: bad.escape } as const;
        findings.add(
          diagnose('syntax/string', parameters, at({ start, end: start + bad.escape.length }), {
            help: 'the escapes are \\n, \\t, \\", \\\\ and \\u{…}',
          }),
        );
      }
      const length = token.image.length - 2;
      if (length > limits.string)
        findings.add(diagnose('limit/string', { length, limit: limits.string }, at(tokenSpan(token))));
    } else if (type === t.BadNumber) {
      findings.add(badNumber(token, file));
    } else if (token.image.length > limits.name && type !== t.Newline && type !== t.Beyond) {
      const parameters = { length: token.image.length, limit: limits.name };
      findings.add(diagnose('limit/name', parameters, at(tokenSpan(token))));
    }
  }
  return [...findings.all, ...checkDivisors(tokens, comments, file)];
}

/** The string ends where the line does; the quotation mark is offered there, unless more than the string may be in it. */
function unterminated(token: IToken, next: IToken | undefined, file: SourceFile): Diagnostic {
  const at = { file: file.name, span: tokenSpan(token) };
  const parameters = { reason: 'unterminated' } as const;
  const atEnd = next === undefined || next.tokenType === t.Newline;
  if (!atEnd || token.image.endsWith('\\')) return diagnose('syntax/string', parameters, at);
  const written = token.image.trimEnd();
  const end = /[\w./]*/.exec(written.slice(1))![0].length + 1;
  const place = token.startOffset + (written.length === 1 ? 1 : end);
  const title = 'close it with `"`';
  const edit = { file: file.name, span: { start: place, end: place }, text: '"' };
  return diagnose('syntax/string', parameters, at, { fixes: [{ title, edits: [edit] }] });
}

/** What is wrong with a spelling that begins like a number, and the number that was probably meant. */
function badNumber(token: IToken, file: SourceFile): Diagnostic {
  const { image } = token;
  const at = { file: file.name, span: tokenSpan(token) };
  const { reason, meant } = numberProblem(image);
  const text = image.length > 40 ? `${image.slice(0, 40)}…` : image;
  if (meant === undefined) return diagnose('syntax/number', { text, reason }, at);
  const fixes = [{ title: `write \`${meant}\``, edits: [{ ...at, text: meant }] }];
  return diagnose('syntax/number', { text, reason }, at, { fixes });
}

function numberProblem(image: string): { readonly reason: string; readonly meant?: string } {
  const number = /^\d+(\.\d+)?([eE][+-]?\d+)?$/;
  if (/^0[xX]/.test(image)) {
    const value = Number(image);
    return { reason: 'write it in decimal', ...(Number.isSafeInteger(value) && { meant: String(value) }) };
  }
  if (/^\d+X\d+$/.test(image))
    return { reason: 'between extents stands a small x', meant: image.replace('X', 'x') };
  const digits = image.replaceAll('_', '');
  if (digits !== image && number.test(digits))
    return { reason: 'write the digits without `_`', meant: digits };
  if (/^\.\d+$/.test(image)) return { reason: 'write a digit before the point', meant: `0${image}` };
  if (/^\d+\.$/.test(image)) return { reason: 'write a digit behind the point', meant: `${image}0` };
  if (/^[\d.]+$/.test(image) && image.split('.').length > 2) return { reason: 'it has more than one point' };
  if (/^0\d/.test(image) && number.test(image))
    return { reason: 'it starts with 0', meant: image.replace(/^0+(?=\d)/, '') };
  if (number.test(image)) return { reason: 'it is too large' };
  const suffix = /[A-Za-z_].*$/.exec(image)?.[0].slice(0, 20) ?? '.';
  return { reason: `write the digits alone, without \`${suffix}\`` };
}

/** What may stand behind `//` as a divisor, and what follows it. */
const divisor = /^\/\/ *(?:\d+ *(?:[,)\]*+-].*)?|[A-Za-z_][\w.]* *[,)\]].*)$/;
const operandTypes: ReadonlySet<TokenType> = new Set([t.Identifier, t.Integer, t.RParen, t.RSquare]);

/** `c // 16, bias`, `c// 16`: with a blank on either side, `//` hides what was meant as a divisor. */
function checkDivisors(
  tokens: readonly IToken[],
  comments: readonly IToken[],
  file: SourceFile,
): readonly Diagnostic[] {
  const divisors = comments.filter(({ image }) => divisor.test(image));
  if (divisors.length === 0) return [];
  const operandEnds = new Set(
    tokens.filter(({ tokenType }) => operandTypes.has(tokenType)).map(({ endOffset }) => endOffset! + 1),
  );
  return divisors.flatMap((comment) => {
    let end = comment.startOffset;
    while (/[ \t]/.test(file.text[end - 1] ?? '')) end--;
    if (!operandEnds.has(end)) return [];
    const slashes = { file: file.name, span: { start: end, end: comment.startOffset + 2 } };
    const divided = comment.image.slice(2).trimStart();
    const blanks = comment.image.length - 2 - divided.length;
    const span = { start: end, end: comment.startOffset + 2 + blanks };
    return [
      diagnose('lint/comment-or-division', {}, slashes, {
        help: 'write `//` without blanks to divide and round down',
        fixes: [{ title: 'divide: take the blanks away', edits: [{ file: file.name, span, text: '//' }] }],
      }),
    ];
  });
}
