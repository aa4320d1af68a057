import type { IToken } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
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
  limits: Pick<Limits, 'name'>,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const at = (span: Span) => ({ file: file.name, span });
  for (const [position, token] of tokens.entries()) {
    const type = token.tokenType;
    if (type === t.OpenString) {
      diagnostics.push(diagnose('syntax/string', { reason: 'unterminated' }, at(tokenSpan(token))));
    } else if (type === t.StringLiteral) {
      const { bad } = unescapeString(token.image);
      if (bad !== undefined) {
        const start = token.startOffset + bad.offset;
        const parameters = { reason: 'escape', text: bad.escape } as const;
        diagnostics.push(
          diagnose('syntax/string', parameters, at({ start, end: start + bad.escape.length }), {
            help: 'the escapes are \\n, \\t, \\", \\\\ and \\u{…}',
          }),
        );
      }
    } else if (type === t.Integer || type === t.Float) {
      const problem = numberProblem(token, tokens[position + 1]);
      if (problem !== undefined) diagnostics.push(diagnose('syntax/number', problem, at(problem.span)));
    } else if (token.image.length > limits.name && type !== t.Newline) {
      const parameters = { length: token.image.length, limit: limits.name };
      diagnostics.push(diagnose('limit/name', parameters, at(tokenSpan(token))));
    } else if (type === t.Slash && file.text[token.endOffset! + 1] === '*') {
      const span = { start: token.startOffset, end: token.endOffset! + 2 };
      diagnostics.push(diagnose('syntax/comment', {}, at(span)));
    }
  }
  return [...diagnostics, ...checkDivisors(tokens, comments, file)];
}

function numberProblem(token: IToken, next: IToken | undefined) {
  const span = tokenSpan(token);
  if (next !== undefined && next.startOffset === span.end && next.tokenType !== t.Times) {
    const suffix = next.tokenType === t.Identifier || next.tokenType === t.Dot ? next.image : undefined;
    if (suffix !== undefined) {
      const reason =
        suffix === '.' ? 'write a digit behind the point' : `write the digits alone, without \`${suffix}\``;
      return {
        text: token.image + suffix,
        reason,
        span: { start: span.start, end: span.end + suffix.length },
      };
    }
  }
  if (/^0\d/.test(token.image)) return { text: token.image, reason: 'it starts with 0', span };
  const value = Number(token.image);
  const exact = token.tokenType === t.Float ? Number.isFinite(value) : Number.isSafeInteger(value);
  return exact ? undefined : { text: token.image.slice(0, 40), reason: 'it is too large', span };
}

/** `c // 16, bias`: with a blank before it, `//` hides what was meant as a divisor. */
function checkDivisors(
  tokens: readonly IToken[],
  comments: readonly IToken[],
  file: SourceFile,
): readonly Diagnostic[] {
  if (comments.length === 0) return [];
  const operandEnds = new Map(
    tokens
      .filter(({ tokenType }) => [t.Identifier, t.Integer, t.RParen, t.RSquare].includes(tokenType))
      .map((token) => [token.endOffset! + 1, token]),
  );
  return comments.flatMap((comment) => {
    const divisor = /^\/\/ *(?:\d+ *(?:[,)\]*+-].*)?|[A-Za-z_][\w.]* *[,)\]].*)$/.exec(comment.image);
    if (divisor === null) return [];
    let end = comment.startOffset;
    while (file.text[end - 1] === ' ') end--;
    if (end === comment.startOffset || !operandEnds.has(end)) return [];
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
