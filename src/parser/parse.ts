import type { IToken } from 'chevrotain';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import type { Limits } from '../diagnostics/limits.ts';
import { defaultLimits } from '../diagnostics/limits.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { arrangeLines } from './arrange-lines.ts';
import type { Module } from './ast.ts';
import { balance } from './balance.ts';
import { buildModule } from './build-ast.ts';
import { checkHiddenCharacters, describeLexingErrors } from './check-characters.ts';
import { checkLimits } from './check-limits.ts';
import { checkTokens } from './check-tokens.ts';
import { collectDocumentation } from './documentation.ts';
import { ResnetParser } from './grammar.ts';
import { mendCharacters } from './mend-characters.ts';
import { describeSyntaxErrors, expectationProvider } from './syntax-errors.ts';
import { lexer } from './tokens.ts';

export interface ParsedFile {
  readonly module: Module;
  /** Every token with its place, newlines too: with the comments, all of the text but its blanks. */
  readonly tokens: readonly IToken[];
  /** `//` and `///` comments, in the order of the text. */
  readonly comments: readonly IToken[];
}

/** One for all files: Chevrotain analyses the grammar when a parser is made, and setting `input` starts it afresh. */
const parser = new ResnetParser(expectationProvider);

/** Beyond this many, errors of one kind are no longer made: half a million of them would take longer than the reading. */
const most = 1000;

/** Reads one file. There is always a module; what has a syntax error is missing from it or marked invalid. */
export function parse(
  file: SourceFile,
  limits: Pick<Limits, 'nesting' | 'expression' | 'name'> = defaultLimits,
): Outcome<ParsedFile> {
  const first = lexer.tokenize(file.text);
  const mended = mendCharacters(file, first.errors, first.groups.comments ?? []);
  const { tokens, errors, groups } = mended.text === file.text ? first : lexer.tokenize(mended.text);
  const comments = groups.comments ?? [];
  const lexical: Diagnostic[] = [
    ...checkHiddenCharacters(file),
    ...mended.diagnostics,
    ...describeLexingErrors(errors, file),
    ...checkTokens(tokens, comments, file, limits),
  ];
  const documentation = collectDocumentation(file.text, comments);
  const beyond = checkLimits(tokens, file, limits);
  if (beyond !== undefined) {
    const module = buildModule({ name: 'module', children: {} }, file, documentation, []);
    return { value: { module, tokens, comments }, diagnostics: [beyond] };
  }
  const balanced = balance(tokens, file);
  const lines = arrangeLines(balanced.value);
  parser.input = lines;
  const cst = parser.module();
  const early = [...lexical, ...balanced.diagnostics].sort(byPlace).slice(0, most);
  const late = describeSyntaxErrors(parser.errors, lines, file, early);
  const brackets = balanced.diagnostics.slice(0, most).map(({ span }) => span.start);
  const module = buildModule(cst, file, documentation, brackets);
  return { value: { module, tokens, comments }, diagnostics: [...early, ...late].sort(byPlace) };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.span.start - b.span.start;
}
