import type { IToken } from 'chevrotain';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import type { CommentedFile } from './bracket-errors.ts';
import { describeAllUnclosed, describeMend, describeUnclosed, describeUnopened } from './bracket-errors.ts';
import { isBalanced } from './brackets.ts';
import { closeBrackets } from './close-brackets.ts';
import { countDoubtful } from './doubtful-openers.ts';
import { leaveOutExtraBraces } from './extra-braces.ts';
import { firstDisagreement, isIndented } from './layout.ts';
import type { CountErrors, Counted, Effort } from './mend-brackets.ts';
import { apply, endBefore, findMend } from './mend-brackets.ts';
import { openBody } from './missing-body.ts';

/** What the grammar says of tokens. */
export interface Grammar {
  readonly countErrors: CountErrors;
  /** What it wants at the last of the tokens, if that is the first that it cannot read. */
  readonly expectedAtEnd: (tokens: readonly IToken[]) => string | undefined;
  /** Names that a bracket can stand behind. */
  readonly names: () => ReadonlySet<string>;
}

/**
 * Makes the brackets of a declaration match, so that one forgotten brace is one error and every other line is still read: by the
 * one token that brings brackets and layout together where there is one, and else by closing what is open.
 */
export function balance(
  declaration: readonly IToken[],
  comments: readonly IToken[],
  source: SourceFile,
  language: Grammar,
  effort: Effort,
): Outcome<readonly IToken[]> {
  const opened = openBody(declaration, source);
  if (isBalanced(opened.value)) return opened;
  const closed = leaveOutExtraBraces(opened.value, source);
  const found = [...opened.diagnostics, ...closed.diagnostics];
  if (isBalanced(closed.value)) return { value: closed.value, diagnostics: found };
  const names = language.names();
  const grammar: Grammar = {
    ...language,
    countErrors: (mended) => language.countErrors(mended) + countDoubtful(mended, names),
  };
  const file = { ...source, comments: new Map(comments.map(({ startLine, image }) => [startLine!, image])) };
  const { value, diagnostics } = balanceDeclaration(closed.value, file, grammar, effort);
  return { value, diagnostics: [...found, ...diagnostics] };
}

/** Reading this many tokens takes a few tenths of a second. */
export const mostTokens = 2_000_000;

/** A declaration of more tokens was not written by hand, and its brackets are closed without a search. */
const mostInDeclaration = 20_000;

/** By the layout, unless that leaves more errors than brackets alone: then it is not to be trusted. */
function balanceDeclaration(
  declaration: readonly IToken[],
  file: CommentedFile,
  grammar: Grammar,
  effort: Effort,
): Outcome<readonly IToken[]> {
  if (declaration.length > mostInDeclaration) return closeAll(declaration, file);
  const counted: Counted = new WeakMap();
  const plain = (): Outcome<readonly IToken[]> => mendAll(declaration, false, file, grammar, effort, counted);
  if (!isIndented(declaration)) return plain();
  const byLayout = mendAll(declaration, true, file, grammar, effort, counted);
  if (byLayout.diagnostics.length === 1 || effort.tokens < 0) return byLayout;
  const other = plain();
  const errors = ({ value, diagnostics }: Outcome<readonly IToken[]>) =>
    diagnostics.length + grammar.countErrors(value);
  return errors(other) < errors(byLayout) ? other : byLayout;
}

function mendAll(
  declaration: readonly IToken[],
  trusted: boolean,
  file: CommentedFile,
  grammar: Grammar,
  effort: Effort,
  counted: Counted,
): Outcome<readonly IToken[]> {
  const diagnostics: Diagnostic[] = [];
  let tokens = declaration;
  for (;;) {
    const disagreement = firstDisagreement(tokens, trusted);
    if (disagreement === undefined) return { value: tokens, diagnostics };
    const mend = findMend(tokens, disagreement, trusted, grammar.countErrors, effort, counted);
    if (mend === undefined) break;
    const before = tokens;
    const expected = (position: number) => grammar.expectedAtEnd(before.slice(0, position + 1));
    diagnostics.push(describeMend(mend, before, disagreement.position < before.length, expected, file));
    tokens = apply(before, mend);
  }
  const closed = closeAll(tokens, file);
  return { value: closed.value, diagnostics: [...diagnostics, ...closed.diagnostics] };
}

/** Closes what is open and leaves out what closes nothing. What is open at the end is one error. */
function closeAll(tokens: readonly IToken[], file: CommentedFile): Outcome<readonly IToken[]> {
  const { tokens: value, unclosed, unopened } = closeBrackets(tokens, file.text);
  const end = endBefore(value, value.length);
  const atEnd = unclosed.filter(({ offset }) => offset === end);
  const diagnostics = unclosed
    .filter(({ offset }) => offset !== end)
    .map(({ opener, offset }) => describeUnclosed(opener, offset, true, file));
  const [only] = atEnd;
  if (atEnd.length > 1) diagnostics.push(describeAllUnclosed(atEnd, file));
  else if (only !== undefined) diagnostics.push(describeUnclosed(only.opener, only.offset, false, file));
  return {
    value,
    diagnostics: [...diagnostics, ...unopened.map((closer) => describeUnopened(closer, file))],
  };
}
