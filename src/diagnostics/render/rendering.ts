import type { Diagnostic, Span } from '../diagnostic.ts';
import { lineStarts, type Position, positionAt, type SourceFile } from '../source.ts';

/** Every file that a diagnostic may point into, by name. */
export type Files = ReadonlyMap<string, SourceFile>;

export interface Count {
  readonly errors: number;
  readonly warnings: number;
}

export function count(diagnostics: readonly Diagnostic[]): Count {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A function from places to lines and columns that splits each file into lines once. Spans past the end are pulled in. */
export function locator(files: Files): (file: string, span: Span) => Range {
  const starts = new Map<string, readonly number[]>();
  return (file, span) => {
    const text = files.get(file)?.text ?? '';
    let lines = starts.get(file);
    if (!lines) {
      lines = lineStarts(text);
      starts.set(file, lines);
    }
    const start = Math.max(0, Math.min(span.start, text.length));
    const end = Math.max(start, Math.min(span.end, text.length));
    return { start: positionAt(lines, start), end: positionAt(lines, end) };
  };
}
