import type { Span } from '../diagnostics/diagnostic.ts';
import type { Body } from '../parser/ast.ts';
import type { Place } from './frame.ts';

/** What stands in front of a statement's braces: `residual`, `label: gate`. */
export function opening(
  { span, body }: { readonly span: Span; readonly body: Body },
  { frame }: Place,
): { readonly span: Span } {
  const written = frame.module.file.text.slice(span.start, body.span.start).trimEnd();
  return { span: { start: span.start, end: span.start + written.length } };
}
