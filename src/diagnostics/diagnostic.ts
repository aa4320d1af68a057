import type { Code, Severity } from './catalogue.ts';

/** A half-open range of UTF-16 code units in one file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A range in a named file. */
export interface Location {
  readonly file: string;
  readonly span: Span;
}

/** Replaces `span` of `file` by `text`; an empty span inserts. */
export interface Edit extends Location {
  readonly text: string;
}

/** Edits that together remove the diagnostic they belong to. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface Related extends Location {
  readonly message: string;
}

export interface Diagnostic extends Location {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** What stands at `span`, in a few words, printed under the marked source. */
  readonly label?: string;
  readonly related: readonly Related[];
  readonly help?: string;
  readonly fixes: readonly Fix[];
}

/** What every phase returns: as much of its value as could be made, and what is wrong with the input. */
export interface Outcome<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
