import type { Diagnostic } from '../diagnostic.ts';
import { plainJson } from './printable.ts';
import { count, type Files, locator } from './rendering.ts';

/** The diagnostics as one JSON object, for programs. Lines and columns count from 1, in UTF-16 code units. */
export function renderJson(diagnostics: readonly Diagnostic[], files: Files): string {
  const locate = locator(files);
  const value = {
    diagnostics: diagnostics.map((diagnostic) => ({
      code: diagnostic.code,
      severity: diagnostic.severity,
      message: diagnostic.message,
      file: diagnostic.file,
      span: locate(diagnostic.file, diagnostic.span),
      ...(diagnostic.label === undefined ? {} : { label: diagnostic.label }),
      related: diagnostic.related.map(({ message, file, span }) => ({
        message,
        file,
        span: locate(file, span),
      })),
      ...(diagnostic.help === undefined ? {} : { help: diagnostic.help }),
      fixes: diagnostic.fixes.map(({ title, edits }) => ({
        title,
        edits: edits.map(({ file, span, text }) => ({ file, span: locate(file, span), text })),
      })),
    })),
    ...count(diagnostics),
  };
  return `${plainJson(JSON.stringify(value, undefined, 2))}\n`;
}
