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
import { checkTokens } from './check-tokens.ts';
import { collectDocumentation } from './documentation.ts';
import { ResnetParser } from './grammar.ts';
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

/** Reads one file. There is always a module; what has a syntax error is missing from it or marked invalid. */
export function parse(
  file: SourceFile,
  limits: Pick<Limits, 'nesting' | 'name'> = defaultLimits,
): Outcome<ParsedFile> {
  const lexed = lexer.tokenize(file.text);
  const comments = lexed.groups.comments ?? [];
  const diagnostics: Diagnostic[] = [
    ...checkHiddenCharacters(file),
    ...describeLexingErrors(lexed.errors, file),
    ...checkTokens(lexed.tokens, comments, file, limits),
  ];
  const balanced = balance(lexed.tokens, file, limits);
  const lines = arrangeLines(balanced.value);
  parser.input = lines;
  const cst = parser.module();
  diagnostics.push(...balanced.diagnostics, ...describeSyntaxErrors(parser.errors, lines, file));
  const module = buildModule(cst, file, collectDocumentation(file.text, comments));
  return { value: { module, tokens: lexed.tokens, comments }, diagnostics: onePerPlace(diagnostics) };
}

/** Where one place has several, the first says it: a bad number is not also an unexpected one. */
function onePerPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const kept: Diagnostic[] = [];
  const starts = new Set<number>();
  const touched = (start: number): boolean => starts.has(start) || starts.has(start - 1);
  for (const diagnostic of diagnostics) {
    if (diagnostic.code === 'syntax/unexpected' && touched(diagnostic.span.start)) continue;
    for (let at = diagnostic.span.start; at <= diagnostic.span.end && at < diagnostic.span.start + 64; at++)
      starts.add(at);
    kept.push(diagnostic);
  }
  return kept.sort((a, b) => a.span.start - b.span.start);
}
