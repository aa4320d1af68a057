import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { tokenSpan } from './cst.ts';
import * as t from './tokens.ts';

/**
 * Refuses files of very many tokens, and what would take the parser, or what comes behind it, deeper than a call stack goes: brackets in brackets, `else if` behind
 * `else if`, and expressions of very many operators.
 */
export function checkLimits(
  tokens: readonly IToken[],
  file: SourceFile,
  limits: Pick<Limits, 'tokens' | 'nesting' | 'expression'>,
): Diagnostic | undefined {
  const at = (token: IToken) => ({ file: file.name, span: tokenSpan(token) });
  /** For each open bracket, and the file, how many `else if` stand behind each other in it. */
  const chains = [0];
  let depth = 0;
  let parentheses = 0;
  let operators = 0;
  for (let position = 0; position < tokens.length; position++) {
    const token = tokens[position]!;
    const type = token.tokenType;
    if (type === t.Beyond)
      return diagnose('limit/tokens', { limit: limits.tokens }, { file: file.name, span: firstOf(token) });
    if (type === t.LCurly || type === t.LParen || type === t.LSquare) {
      chains.push(0);
      depth++;
    } else if ((type === t.RCurly || type === t.RParen || type === t.RSquare) && chains.length > 1) {
      depth -= 1 + chains.pop()!;
    } else if (type === t.If) {
      const chained = tokens[position - 1]?.tokenType === t.Else;
      depth += chained ? 1 : -chains.at(-1)!;
      chains[chains.length - 1] = chained ? chains.at(-1)! + 1 : 0;
    }
    if (depth > limits.nesting) return diagnose('limit/nesting', { limit: limits.nesting }, at(token));
    if (type === t.LParen || type === t.LSquare) parentheses++;
    else if (type === t.RParen || type === t.RSquare) parentheses = Math.max(0, parentheses - 1);
    else if (type === t.LCurly || type === t.RCurly) parentheses = 0;
    const ends = type === t.Newline ? parentheses === 0 : type === t.Semicolon;
    if (ends || type === t.LCurly || type === t.RCurly) operators = 0;
    else if (tokenMatcher(token, t.BinaryOperatorToken) || type === t.Not || type === t.LSquare) operators++;
    if (operators > limits.expression)
      return diagnose('limit/expression', { limit: limits.expression }, at(token));
  }
  return undefined;
}

function firstOf({ startOffset: start }: IToken): Span {
  return { start, end: start + 1 };
}
