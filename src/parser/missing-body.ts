import type { IToken, TokenType } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Edit, Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { isBalanced, virtualToken } from './brackets.ts';
import { endBefore } from './mend-brackets.ts';
import * as t from './tokens.ts';

/**
 * Opens the body of a declaration (cut out of its file) behind whose first line statements follow without a brace; if no brace closes it
 * either, closes it at its end.
 */
export function openBody(declaration: readonly IToken[], file: SourceFile): Outcome<readonly IToken[]> {
  const position = headEnd(declaration);
  if (position === undefined) return { value: declaration, diagnostics: [] };
  const offset = endBefore(declaration, position);
  const end = endBefore(declaration, declaration.length);
  const closes = isBalanced(declaration);
  const opened = declaration.toSpliced(position, 0, virtualToken(t.LCurly, offset));
  const value = closes ? [...opened, virtualToken(t.RCurly, end), virtualToken(t.Newline, end)] : opened;
  const edit = (at: number, text: string): Edit => ({ file: file.name, span: { start: at, end: at }, text });
  const edits = [edit(offset, ' {'), ...(closes ? [edit(end, '\n}')] : [])];
  const title = closes ? 'put it in braces' : 'write `{`';
  const at = { file: file.name, span: { start: offset, end: offset } };
  const parameters = { found: 'the end of the line', expected: '`{`' };
  const diagnostics: Diagnostic[] = [
    diagnose('syntax/unexpected', parameters, at, { help: title, fixes: [{ title, edits }] }),
  ];
  return { value, diagnostics };
}

/** The newline behind `network net` or `block wide(n: int)` where a statement comes next. */
function headEnd(tokens: readonly IToken[]): number | undefined {
  const first = tokens.findIndex(({ tokenType }) => tokenType !== t.Newline);
  const keyword = tokens[first]?.tokenType;
  if ((keyword !== t.Network && keyword !== t.Block) || tokens[first + 1]?.tokenType !== t.Identifier)
    return undefined;
  let position = first + 2;
  if (tokens[position]?.tokenType === t.LParen) {
    const closer = closerFrom(tokens, position);
    if (closer === undefined) return undefined;
    position = closer + 1;
  } else if (keyword === t.Block) return undefined;
  if (tokens[position]?.tokenType !== t.Newline) return undefined;
  const next = tokens.slice(position).find(({ tokenType }) => tokenType !== t.Newline);
  return next !== undefined && startsStatement(next) ? position : undefined;
}

function startsStatement(token: IToken): boolean {
  return tokenMatcher(token, t.Word) && !tokenMatcher(token, t.Stray);
}

/** Of the ) that closes a ( before any brace. */
function closerFrom(tokens: readonly IToken[], opener: number): number | undefined {
  let depth = 0;
  for (let position = opener; position < tokens.length; position++) {
    const type: TokenType = tokens[position]!.tokenType;
    if (type === t.LCurly || type === t.RCurly) return undefined;
    if (type === t.LParen) depth++;
    if (type === t.RParen && --depth === 0) return position;
  }
  return undefined;
}
