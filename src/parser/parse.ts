import type { ILexingResult, IToken } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import { Findings } from '../diagnostics/findings.ts';
import type { TextLimits } from '../diagnostics/limits.ts';
import { defaultLimits } from '../diagnostics/limits.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import type { Module } from './ast.ts';
import { mostTokens } from './balance.ts';
import { joinParts } from './build-ast.ts';
import { checkHiddenCharacters, describeUnknown } from './check-characters.ts';
import { checkLimits } from './check-limits.ts';
import { checkTokens } from './check-tokens.ts';
import { declarationsAtMargin } from './declarations.ts';
import { collectDocumentation } from './documentation.ts';
import { namesBeforeBrackets } from './doubtful-openers.ts';
import { foreignFile } from './foreign-syntax.ts';
import type { KnownDeclarations } from './known-declarations.ts';
import { readKnown } from './known-declarations.ts';
import { mendCharacters } from './mend-characters.ts';
import type { Part } from './sound-fixes.ts';
import { withSoundFixes } from './sound-fixes.ts';
import type { Lexed } from './tokenize-again.ts';
import { tokenizeAgain } from './tokenize-again.ts';
import { tokenize } from './tokens.ts';

export interface ParsedFile {
  readonly module: Module;
  /** Every token with its place, newlines too: with the comments, all of the text but its blanks. */
  readonly tokens: readonly IToken[];
  /** `//` and `///` comments, in the order of the text. */
  readonly comments: readonly IToken[];
  /** For the next time that the file is read. */
  readonly known: KnownDeclarations;
  readonly lexed: Lexed | undefined;
}

/**
 * Reads one file. There is always a module; what has a syntax error is missing from it or marked invalid. Edits that are offered
 * leave fewer errors.
 *
 * @param most tokens that it may have: those that the files before it left of the limit
 * @param before an earlier reading of the file: a declaration that did not change is not read again, and where it did not move either it
 * is the same object
 */
export function parse(
  file: SourceFile,
  limits: TextLimits = defaultLimits,
  most = limits.tokens,
  before?: ParsedFile,
): Outcome<ParsedFile> {
  const lexer = (text: string) =>
    before?.lexed === undefined ? tokenize(text, most) : tokenizeAgain(text, most, before.lexed);
  const { value, diagnostics, parts, names } = read(file, limits, lexer, before?.known ?? new Map());
  const countErrors = (part: SourceFile): number =>
    read(part, limits, (text) => tokenize(text, most), value.known, names).diagnostics.filter(
      ({ severity }) => severity === 'error',
    ).length;
  return { value, diagnostics: withSoundFixes(diagnostics, file, parts, countErrors) };
}

/** How a file is read: `parse`, or what remembers its answers. */
export type Parse = (file: SourceFile, limits?: TextLimits, most?: number) => Outcome<ParsedFile>;

interface Reading extends Outcome<ParsedFile> {
  /** The declarations, each with what stands behind it. */
  readonly parts: readonly Part[];
  readonly names: Names;
}

/** Names in a file that a bracket can stand behind. */
type Names = () => ReadonlySet<string>;

/** @param around the names of the file, where this is only a part of it */
function read(
  file: SourceFile,
  limits: TextLimits,
  lexer: (text: string) => ILexingResult,
  known: KnownDeclarations,
  around?: Names,
): Reading {
  const foreign = around === undefined ? foreignFile(file.text) : undefined;
  if (foreign !== undefined) {
    const at = { file: file.name, span: foreign.span };
    const why = diagnose('syntax/foreign', foreign, at, { help: foreign.help });
    return unread(file, { tokens: [], comments: [], known, lexed: undefined }, why);
  }
  const first = lexer(file.text);
  const lexed = { text: file.text, result: first };
  const mended = mendCharacters(file, first.groups.unknown ?? [], first.groups.comments ?? []);
  const { tokens, groups } = mended.text === file.text ? first : lexer(mended.text);
  const comments = groups.comments ?? [];
  const lexical: Diagnostic[] = [
    ...checkHiddenCharacters(file, limits),
    ...mended.diagnostics,
    ...describeUnknown(groups.unknown ?? [], file, limits),
    ...checkTokens(tokens, comments, file, limits),
  ].sort(byPlace);
  const beyond = checkLimits(tokens, file, limits);
  if (beyond !== undefined) {
    const [cause] = lexical.filter(
      ({ span }) => span.start <= beyond.span.start && beyond.span.end <= span.end,
    );
    return unread(file, { tokens, comments, known, lexed }, cause ?? beyond);
  }
  const documentation = collectDocumentation(file.text, comments);
  let found: ReadonlySet<string> | undefined;
  const names = around ?? (() => (found ??= namesBeforeBrackets(tokens)));
  const cut = [...declarationsAtMargin(tokens, file.text.length)];
  const { reads, declarations } = readKnown(
    cut,
    lexical,
    mended.text,
    { file, comments, documentation, names, effort: { tokens: mostTokens } },
    known,
  );
  const module = joinParts(
    reads.map(({ part }) => part),
    file,
    documentation,
  );
  const brackets = reads.flatMap((declaration) => declaration.brackets);
  const early = new Findings(limits, [...lexical, ...brackets].sort(byPlace)).all;
  const parts = cut.map(({ start, end }, position) => ({ start, end, errors: reads[position]!.errors }));
  const late = reads.flatMap(({ syntax }) => syntax);
  const diagnostics = [...early, ...late].sort(byPlace);
  return { value: { module, tokens, comments, known: declarations, lexed }, diagnostics, parts, names };
}

/** Of a file that is not read further. */
function unread(file: SourceFile, rest: Omit<ParsedFile, 'module'>, why: Diagnostic): Reading {
  const module = joinParts([], file, collectDocumentation(file.text, rest.comments));
  return { value: { module, ...rest }, diagnostics: [why], parts: [], names: () => new Set() };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.span.start - b.span.start;
}
