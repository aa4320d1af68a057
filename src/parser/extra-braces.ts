import type { IToken } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { withItsLine } from './bracket-errors.ts';
import { isBalanced } from './brackets.ts';
import { tokenSpan } from './cst.ts';
import { firstDisagreement, isIndented } from './layout.ts';
import * as t from './tokens.ts';

/**
 * Leaves out braces that close nothing, those that stand together as one error: what stands behind a declaration that is whole, and
 * whole rows of them. A single one elsewhere may be the closer of a brace that was forgotten.
 */
export function leaveOutExtraBraces(
  declaration: readonly IToken[],
  file: SourceFile,
): Outcome<readonly IToken[]> {
  const value: IToken[] = [];
  const diagnostics: Diagnostic[] = [];
  let depth = 0;
  let position = 0;
  while (position < declaration.length) {
    const token = declaration[position]!;
    const row = depth === 0 && token.tokenType === t.RCurly ? rowFrom(declaration, position) : undefined;
    if (
      row !== undefined &&
      (row.braces.length >= leastInRow || (row.end === declaration.length && isWhole(value)))
    ) {
      diagnostics.push(describeRow(row.braces, file));
      position = row.end;
      value.push(...(declaration[position - 1]!.tokenType === t.Newline ? [declaration[position - 1]!] : []));
      continue;
    }
    if (token.tokenType === t.LCurly) depth++;
    if (token.tokenType === t.RCurly) depth = Math.max(0, depth - 1);
    value.push(token);
    position++;
  }
  return { value, diagnostics };
}

/** So many forgotten braces do not end in one place. */
const leastInRow = 3;

/** Whether brackets and layout agree. */
function isWhole(tokens: readonly IToken[]): boolean {
  return isBalanced(tokens) && firstDisagreement(tokens, isIndented(tokens)) === undefined;
}

interface Row {
  readonly braces: readonly IToken[];
  /** The position of what comes next. */
  readonly end: number;
}

/** The closing braces from here, with nothing between them but newlines. */
function rowFrom(tokens: readonly IToken[], start: number): Row {
  const isOther = ({ tokenType: type }: IToken): boolean => type !== t.RCurly && type !== t.Newline;
  const length = tokens.slice(start).findIndex(isOther);
  const end = length < 0 ? tokens.length : start + length;
  return { braces: tokens.slice(start, end).filter(({ tokenType }) => tokenType === t.RCurly), end };
}

function describeRow(row: readonly IToken[], file: SourceFile): Diagnostic {
  const [first, last] = [row[0]!, row.at(-1)!];
  const span = withItsLine({ start: first.startOffset, end: last.endOffset! + 1 }, file.text);
  const title = row.length === 1 ? 'remove `}`' : `remove it and the ${row.length - 1} behind it`;
  const fixes = [{ title, edits: [{ file: file.name, span, text: '' }] }];
  return diagnose(
    'syntax/unopened',
    { closer: first.image },
    { file: file.name, span: tokenSpan(first) },
    { fixes },
  );
}
