import type { CstNode, IRecognitionException, IToken } from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { arrangeLines } from './arrange-lines.ts';
import type { Grammar } from './balance.ts';
import { balance } from './balance.ts';
import type { ModulePart } from './build-ast.ts';
import { buildPart } from './build-ast.ts';
import type { DeclarationText } from './declarations.ts';
import { declarationsOnLines } from './declarations.ts';
import type { Documentation } from './documentation.ts';
import { ResnetParser } from './grammar.ts';
import type { Effort } from './mend-brackets.ts';
import { describeSyntaxErrors, expectationProvider } from './syntax-errors.ts';

/** What the text around a declaration says. */
export interface Surroundings {
  readonly file: SourceFile;
  readonly comments: readonly IToken[];
  readonly documentation: Documentation;
  /** Names in the file that a bracket can stand behind. */
  readonly names: () => ReadonlySet<string>;
  /** What is left for the search for brackets. */
  readonly effort: Effort;
}

/** One declaration's part of the module, and what is wrong with it. */
export interface DeclarationRead {
  readonly part: ModulePart;
  readonly brackets: readonly Diagnostic[];
  readonly syntax: readonly Diagnostic[];
  /** How many errors these are, with those of its tokens. */
  readonly errors: number;
}

/** One for all files: Chevrotain analyses the grammar when a parser is made, and setting `input` starts it afresh. */
const parser = new ResnetParser(expectationProvider);

/** Every statement looks for its own among them. */
const mostFaults = 300;

/** Matches the brackets of a declaration, reads it, and says what is wrong where none of the errors of its tokens, `lexical`, said it before. */
export function readDeclaration(
  { tokens, start, end }: DeclarationText,
  lexical: readonly Diagnostic[],
  { file, comments, documentation, names, effort }: Surroundings,
): DeclarationRead {
  const balanced = balance(tokens, comments, file, { ...grammar, names }, effort);
  const lines = arrangeLines(balanced.value);
  const early = [...lexical, ...balanced.diagnostics].sort((a, b) => a.span.start - b.span.start);
  const faults = balanced.diagnostics.slice(0, mostFaults).map(({ span }) => span.start);
  const errors: IRecognitionException[] = [];
  const extent = { start, end };
  const part = buildPart(parseTrees(lines, errors), extent, file, documentation, faults);
  const syntax = describeSyntaxErrors(errors, lines, file, early);
  return { part, brackets: balanced.diagnostics, syntax, errors: early.length + syntax.length };
}

/**
 * A parse tree for each declaration, one at a time: each is garbage once its part of the module is built, and a megabyte of text
 * never has all of its tree in memory.
 */
function* parseTrees(lines: readonly IToken[], errors: IRecognitionException[]): Generator<CstNode> {
  for (const tokens of declarationsOnLines(lines)) {
    yield treeOf(tokens);
    errors.push(...parser.errors);
  }
}

function errorsIn(tokens: readonly IToken[]): readonly IRecognitionException[] {
  treeOf(arrangeLines(tokens));
  return parser.errors;
}

/** What is wrong with it is in the parser's `errors`, until it reads again. */
function treeOf(tokens: IToken[]): CstNode {
  const { stackTraceLimit } = Error;
  // Each error is an exception, and where in the parser it was thrown is what takes longest to find out.
  Error.stackTraceLimit = 0;
  try {
    parser.input = tokens;
    return parser.module();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const grammar: Omit<Grammar, 'names'> = {
  countErrors: (tokens) => errorsIn(tokens).length,
  expectedAtEnd: (tokens) => {
    const [first] = errorsIn(tokens);
    return first !== undefined && first.token === tokens.at(-1) ? first.message : undefined;
  },
};
