import { CompletionItemKind } from 'vscode-languageserver';
import type { Extent, Proposal } from './proposals.ts';
import { filledIn, Rank, word } from './proposals.ts';

/** The words that a statement may begin with beside operators and blocks: what they say, and how such a statement is written. */
const statements = {
  input: ['The network’s input: channels × height × width.', 'input ‹3 x 224 x 224›'],
  stem: ['Names the beginning of the network; adds nothing to tensors’ names.', 'stem {\n\t▮\n}'],
  head: ['Names the end of the network; adds nothing to tensors’ names.', 'head {\n\t▮\n}'],
  stage: ['Blocks in a row: `stage 3 x bottleneck(64)`.', 'stage ‹2› x ‹block›(‹64›)'],
  repeat: ['Repeats statements; the variable counts from 0.', 'repeat ‹i› in ‹2› {\n\t▮\n}'],
  residual: [
    'Adds what its path makes to the shortcut’s value.',
    'residual {\n\t▮\n} shortcut ‹identity|projection|zero_pad|none›',
  ],
  gate: ['Multiplies the value by what its path makes of it.', 'gate {\n\t▮\n}'],
  branches: [
    'Runs paths side by side from one value, and joins them.',
    'branches ‹concat|add|multiply› {\n\tpath { ‹› }\n\tpath { ▮ }\n}',
  ],
  from: ['Starts again from the value that a label names.', 'from ‹label›'],
  let: ['Names a value up to the end of its braces.', 'let ‹name› = ‹value›'],
  if: ['Statements that depend on a condition.', 'if ‹condition› {\n\t▮\n}'],
  defaults: ['Sets an operator’s arguments for the rest of its braces.', 'defaults ‹conv›: ‹bias›'],
} as const;

export function statementWords(extent: Extent): readonly Proposal[] {
  return Object.entries(statements).map(([label, [documentation, text]]) =>
    word(label, CompletionItemKind.Keyword, Rank.Language, {
      documentation,
      ...filledIn(text, extent),
    }),
  );
}

/** What a word that a statement begins with says; undefined for any other. */
export function statementSummary(word: string): string | undefined {
  return Object.hasOwn(statements, word) ? statements[word as keyof typeof statements][0] : undefined;
}
