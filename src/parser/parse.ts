import type { CstNode, IRecognitionException, IToken, TokenType } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import { Findings } from '../diagnostics/findings.ts';
import type { Limits } from '../diagnostics/limits.ts';
import { defaultLimits, diagnosticsMade } from '../diagnostics/limits.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { arrangeLines } from './arrange-lines.ts';
import type { Module } from './ast.ts';
import type { Grammar } from './balance.ts';
import { balance } from './balance.ts';
import { buildModule } from './build-ast.ts';
import { checkHiddenCharacters, describeUnknown } from './check-characters.ts';
import { checkLimits } from './check-limits.ts';
import { checkTokens } from './check-tokens.ts';
import { collectDocumentation } from './documentation.ts';
import { foreignFile } from './foreign-syntax.ts';
import { ResnetParser } from './grammar.ts';
import { mendCharacters } from './mend-characters.ts';
import { withSoundFixes } from './sound-fixes.ts';
import { describeSyntaxErrors, expectationProvider } from './syntax-errors.ts';
import { Block, Import, LCurly, Network, Newline, RCurly, Semicolon, tokenize } from './tokens.ts';

export interface ParsedFile {
  readonly module: Module;
  /** Every token with its place, newlines too: with the comments, all of the text but its blanks. */
  readonly tokens: readonly IToken[];
  /** `//` and `///` comments, in the order of the text. */
  readonly comments: readonly IToken[];
}

/** One for all files: Chevrotain analyses the grammar when a parser is made, and setting `input` starts it afresh. */
const parser = new ResnetParser(expectationProvider);

type TextLimits = Pick<Limits, 'tokens' | 'nesting' | 'expression' | 'name' | 'string'>;

/**
 * Reads one file. There is always a module; what has a syntax error is missing from it or marked invalid. Edits that are offered
 * leave fewer errors.
 *
 * @param most tokens that it may have: those that the files before it left of the limit
 */
export function parse(
  file: SourceFile,
  limits: TextLimits = defaultLimits,
  most = limits.tokens,
): Outcome<ParsedFile> {
  const { value, diagnostics } = read(file, limits, most);
  const countErrors = (mended: SourceFile): number =>
    read(mended, limits, most).diagnostics.filter(({ severity }) => severity === 'error').length;
  return { value, diagnostics: withSoundFixes(diagnostics, file, countErrors) };
}

/** How a file is read: `parse`, or what remembers its answers. */
export type Parse = typeof parse;

function read(file: SourceFile, limits: TextLimits, most: number): Outcome<ParsedFile> {
  const foreign = foreignFile(file.text);
  if (foreign !== undefined) {
    const module = buildModule([], file, collectDocumentation(file.text, []), []);
    const at = { file: file.name, span: foreign.span };
    const diagnostics = [diagnose('syntax/foreign', foreign, at, { help: foreign.help })];
    return { value: { module, tokens: [], comments: [] }, diagnostics };
  }
  const first = tokenize(file.text, most);
  const mended = mendCharacters(file, first.groups.unknown ?? [], first.groups.comments ?? []);
  const { tokens, groups } = mended.text === file.text ? first : tokenize(mended.text, most);
  const comments = groups.comments ?? [];
  const lexical: Diagnostic[] = [
    ...checkHiddenCharacters(file),
    ...mended.diagnostics,
    ...describeUnknown(groups.unknown ?? [], file),
    ...checkTokens(tokens, comments, file, limits),
  ];
  const documentation = collectDocumentation(file.text, comments);
  const beyond = checkLimits(tokens, file, limits);
  if (beyond !== undefined) {
    const module = buildModule([], file, documentation, []);
    const [cause] = lexical.filter(
      ({ span }) => span.start <= beyond.span.start && beyond.span.end <= span.end,
    );
    return { value: { module, tokens, comments }, diagnostics: [cause ?? beyond] };
  }
  const balanced = balance(tokens, comments, file, grammar);
  const lines = arrangeLines(balanced.value);
  const early = new Findings([...lexical, ...balanced.diagnostics].sort(byPlace)).all;
  const brackets = balanced.diagnostics.slice(0, diagnosticsMade).map(({ span }) => span.start);
  const syntaxErrors: IRecognitionException[] = [];
  const module = buildModule(parseTrees(lines, syntaxErrors), file, documentation, brackets);
  const late = describeSyntaxErrors(syntaxErrors, lines, file, early);
  return { value: { module, tokens, comments }, diagnostics: [...early, ...late].sort(byPlace) };
}

function errorsIn(tokens: readonly IToken[]): readonly IRecognitionException[] {
  parser.input = arrangeLines(tokens);
  parser.module();
  return parser.errors;
}

const grammar: Grammar = {
  countErrors: (tokens) => errorsIn(tokens).length,
  expectedAtEnd: (tokens) => {
    const [first] = errorsIn(tokens);
    return first !== undefined && first.token === tokens.at(-1) ? first.message : undefined;
  },
};

/**
 * A parse tree for each declaration, one at a time: each is garbage once its part of the module is built, and a megabyte of text
 * never has all of its tree in memory.
 */
function* parseTrees(lines: readonly IToken[], errors: IRecognitionException[]): Generator<CstNode> {
  for (const tokens of declarationsOf(lines)) {
    parser.input = tokens;
    yield parser.module();
    errors.push(...parser.errors);
  }
}

/** The tokens cut before each `import`, `block` or `network` that begins a line outside of all brackets. */
function* declarationsOf(lines: readonly IToken[]): Generator<IToken[]> {
  let start = 0;
  let depth = 0;
  for (const [position, { tokenType }] of lines.entries()) {
    if (tokenType === LCurly) depth++;
    else if (tokenType === RCurly) depth--;
    else if (depth === 0 && declarationKeywords.has(tokenType) && position > start) {
      const before = lines[position - 1]!.tokenType;
      if (before !== Newline && before !== Semicolon) continue;
      yield lines.slice(start, position);
      start = position;
    }
  }
  yield lines.slice(start);
}

const declarationKeywords: ReadonlySet<TokenType> = new Set([Import, Block, Network]);

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.span.start - b.span.start;
}
