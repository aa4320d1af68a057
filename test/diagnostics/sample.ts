import type { Diagnostic, Span } from '../../src/diagnostics/diagnostic.ts';
import type { SourceFile } from '../../src/diagnostics/source.ts';

export const file = (name: string, text: string): ReadonlyMap<string, SourceFile> =>
  new Map([[name, { name, text }]]);

/** The span of `part` in `text`; the first one, unless told from where to look. */
export function spanOf(text: string, part: string, from = 0): Span {
  const start = text.indexOf(part, from);
  if (start < 0) throw new Error(`no ${part} in the sample`);
  return { start, end: start + part.length };
}

export function diagnostic(parts: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: 'syntax/declaration',
    severity: 'error',
    message: 'a message',
    file: 'net.resnet',
    span: { start: 0, end: 1 },
    related: [],
    fixes: [],
    ...parts,
  };
}
