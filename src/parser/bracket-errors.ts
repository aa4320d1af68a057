import type { IToken, TokenType } from 'chevrotain';
import type { Details } from '../diagnostics/diagnose.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Edit, Span } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { closerOf, isOpener } from './brackets.ts';
import { tokenSpan } from './cst.ts';
import type { Mend } from './mend-brackets.ts';
import { endBefore } from './mend-brackets.ts';
import { display, found } from './syntax-errors.ts';
import * as t from './tokens.ts';

/** A text, and its `//` comments by their lines. */
export interface CommentedFile extends SourceFile {
  readonly comments: ReadonlyMap<number, string>;
}

/** What is wrong where one token mends the brackets. `expected` is what the grammar wants in the place of a token, if it knows. */
export function describeMend(
  { position, kind, type }: Mend,
  tokens: readonly IToken[],
  followed: boolean,
  expected: (position: number) => string | undefined,
  file: CommentedFile,
): Diagnostic {
  const token = tokens[position];
  if (kind === 'insertion') {
    const offset = endBefore(tokens, position);
    if (closerOf.has(type!)) return missingOpener(type!, token, offset, file);
    const opener = openerBefore(tokens, position)!;
    return describeUnclosed(opener, offset, followed, file);
  }
  if (kind === 'removal' && !isOpener(token!)) return describeUnopened(token!, file);
  const at = { file: file.name, span: tokenSpan(token!) };
  const bracket = type !== undefined && [...closerOf].flat().includes(type) ? type : undefined;
  const wanted = bracket === undefined ? expected(position) : display(bracket);
  if (wanted === undefined && type === undefined) {
    const remedy = change(`remove \`${token!.image}\``, at.span, '', file);
    return diagnose('syntax/unclosed', { opener: token!.image }, at, remedy);
  }
  const parameters = {
    found: found(token!),
    expected: wanted ?? display(type!),
  };
  if (kind === 'removal')
    return diagnose(
      'syntax/unexpected',
      parameters,
      at,
      change(`remove \`${token!.image}\``, at.span, '', file),
    );
  const text = bracket === undefined ? undefined : String(bracket.PATTERN);
  const details = text === undefined ? {} : change(`write \`${text}\``, at.span, text, file);
  return diagnose('syntax/unexpected', parameters, at, details);
}

/**
 * A bracket without its closer, and where that seems to be missing. The lines of a body show where it ends, so there a missing brace's
 * place is the error; anything else is open until its bracket is looked at.
 */
export function describeUnclosed(
  opener: IToken,
  offset: number,
  followed: boolean,
  file: CommentedFile,
): Diagnostic {
  const closer = String(closerOf.get(opener.tokenType)!.PATTERN);
  const opened = { file: file.name, span: tokenSpan(opener) };
  const place = { file: file.name, span: { start: offset, end: offset } };
  const commentedOut = file.comments.get(opener.startLine!)?.includes(closer);
  // Another closer would make the comment for good of what may not be meant as one.
  const remedy: Details = commentedOut
    ? { help: `the \`${closer}\` at the end of the line stands in a comment` }
    : { fixes: [{ title: `close it with \`${closer}\``, edits: [closing(opener, offset, file)] }] };
  const parameters = { opener: opener.image };
  if (!followed || commentedOut) return diagnose('syntax/unclosed', parameters, opened, remedy);
  if (opener.tokenType !== t.LCurly) {
    const related = [{ ...place, message: `\`${closer}\` is missing here, it seems` }];
    return diagnose('syntax/unclosed', parameters, opened, { related, ...remedy });
  }
  const related = [{ ...opened, message: 'opened here' }];
  return diagnose('syntax/unclosed', parameters, place, {
    label: `\`${closer}\` is missing here`,
    related,
    ...remedy,
  });
}

/** Brackets inside each other that are open where the file ends: one error, at the innermost. */
export function describeAllUnclosed(
  unclosed: readonly { readonly opener: IToken; readonly offset: number }[],
  file: CommentedFile,
): Diagnostic {
  const [innermost, ...others] = unclosed;
  const closers = unclosed.map(({ opener }) => String(closerOf.get(opener.tokenType)!.PATTERN));
  const edits = unclosed.map(({ opener, offset }) => closing(opener, offset, file));
  const text = edits.map((edit) => edit.text).join('');
  const at = { file: file.name, span: tokenSpan(innermost!.opener) };
  return diagnose('syntax/unclosed', { opener: innermost!.opener.image }, at, {
    related: others.map(({ opener }) => ({
      file: file.name,
      span: tokenSpan(opener),
      message: 'nor is this',
    })),
    fixes: [{ title: `close them with \`${closers.join(' ')}\``, edits: [{ ...edits[0]!, text }] }],
  });
}

export function describeUnopened(closer: IToken, file: SourceFile): Diagnostic {
  const at = { file: file.name, span: tokenSpan(closer) };
  const edit = { file: file.name, span: withItsLine(at.span, file.text), text: '' };
  const fixes = [{ title: `remove \`${closer.image}\``, edits: [edit] }];
  return diagnose('syntax/unopened', { closer: closer.image }, at, { fixes });
}

/** A span, with the line that it stands on alone. */
export function withItsLine({ start, end }: Span, text: string): Span {
  const before = /(?<=^|[\r\n])[ \t]*$/.exec(text.slice(Math.max(0, start - 200), start));
  const behind = /^[ \t]*(?:\r\n|\r|\n|$)/.exec(text.slice(end, end + 200));
  if (before === null || behind === null) return { start, end };
  return { start: start - before[0].length, end: end + behind[0].length };
}

function missingOpener(
  type: TokenType,
  next: IToken | undefined,
  offset: number,
  file: SourceFile,
): Diagnostic {
  const atLineEnd = next === undefined || next.tokenType === t.Newline;
  const span = atLineEnd ? { start: offset, end: offset } : tokenSpan(next);
  const opener = String(type.PATTERN);
  const place = { start: offset, end: offset };
  const text = type === t.LCurly ? ` ${opener}` : opener;
  const parameters = {
    found: next === undefined ? 'the end of the block' : found(next),
    expected: display(type),
  };
  return diagnose(
    'syntax/unexpected',
    parameters,
    { file: file.name, span },
    change(`write \`${opener}\``, place, text, file),
  );
}

function change(title: string, span: Span, text: string, file: SourceFile): Details {
  return { help: title, fixes: [{ title, edits: [{ file: file.name, span, text }] }] };
}

/** The bracket that a closer in front of a position closes. */
function openerBefore(tokens: readonly IToken[], position: number): IToken | undefined {
  const open: IToken[] = [];
  for (const token of tokens.slice(0, position)) {
    if (isOpener(token)) open.push(token);
    else if (closerOf.get(open.at(-1)?.tokenType as TokenType) === token.tokenType) open.pop();
  }
  return open.at(-1);
}

/** Writes the closer where it belongs: a brace on a line of its own if its opener's line goes no further. */
function closing(opener: IToken, offset: number, file: SourceFile): Edit {
  const closer = closerOf.get(opener.tokenType)!;
  const image = String(closer.PATTERN);
  const between = file.text.slice(opener.startOffset, offset);
  const own = closer === t.RCurly && /[\r\n]/.test(between);
  const line = file.text.slice(file.text.lastIndexOf('\n', opener.startOffset) + 1);
  const indent = /^[ \t]*/.exec(line.slice(0, 1000))![0];
  const text = own ? `\n${indent}${image}` : closer === t.RCurly ? ` ${image}` : image;
  return { file: file.name, span: { start: offset, end: offset }, text };
}
