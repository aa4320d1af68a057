import type { Code } from '../../../src/index.ts';
import type { PromiseId } from './promises.ts';

/** A spec, and what rnc must answer: rows of the tables in `spec-cases`. */
export interface SpecCase {
  readonly row: PromiseId;
  readonly name: string;
  /** The file. ⟦…⟧ marks where its first error stands and is taken out before the run; bytes can only be given to the command line. */
  readonly source: string | Uint8Array;
  /** For bytes: where the error stands. */
  readonly at?: `${number}:${number}`;
  /** The command line answers it otherwise, which has a case of its own. */
  readonly only?: 'library';
  readonly answer: Answer;
}

/** Fine means: no errors. */
export type Answer = 'fine' | Refusal;

export interface Refusal {
  readonly code: Code;
  /** Words that its message, help or a label must have. */
  readonly says?: string | readonly string[];
  /** How many errors there are in all; one, or none if the code is a warning. Capped: more than are shown. */
  readonly errors?: number | 'capped';
  /** The file, after the edit that is offered; it has no error then. */
  readonly mended?: string;
}

/** Statements in a network of their own. */
export const network = (...statements: readonly string[]): string =>
  `network net {\n  input 8 x 32 x 32\n${statements.map((line) => `  ${line}\n`).join('')}}\n`;

export const fine = 'fine';

/** A network of one statement, in which ⟦…⟧ is wrong. */
export const inLine = (row: SpecCase['row'], name: string, line: string, answer: Answer): SpecCase => ({
  row,
  name,
  source: network(line),
  answer,
});

/** Declarations in front of such a network. */
export const before = (
  row: SpecCase['row'],
  name: string,
  declarations: string,
  line: string,
  answer: Answer,
): SpecCase => ({ row, name, source: `${declarations}\n${network(line)}`, answer });

/** Of such a network: what the edit that is offered makes of its statement. */
export const mended = (line: string): { readonly mended: string } => ({ mended: network(line) });

/** The file without its marks, and what stood between them. */
export function unmark(marked: string): {
  readonly text: string;
  readonly start: number;
  readonly end: number;
} {
  const start = marked.indexOf('⟦');
  const end = marked.indexOf('⟧') - 1;
  return { text: marked.replace('⟦', '').replace('⟧', ''), start, end };
}

export const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
