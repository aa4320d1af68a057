import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';

export interface Formatted {
  readonly text: string;
  /** From the file's text to the new one, in order: blanks, mostly. None, where it is formatted already. */
  readonly edits: readonly TextEdit[];
  /** Lines that are left as they are, since they have errors, each with the first of them. */
  readonly unformatted: readonly Unformatted[];
}

export interface Unformatted {
  readonly span: Span;
  readonly error: Diagnostic;
}

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}
