import { applyFixes } from '../diagnostics/apply-fixes.ts';
import type { Diagnostic, Fix, Span } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';

/** So many characters are read again to try edits; an edit beyond them is not offered. */
const effort = 1 << 18;

/** Of a file: it is read alone. */
export interface Part extends Span {
  readonly errors: number;
}

/** How many errors a text has. */
type CountErrors = (file: SourceFile) => number;

/**
 * The diagnostics with those edits that leave fewer errors than there were: each is tried. What is written where may look like a
 * forgotten comma and be something else. Advice that only names a withheld edit goes with it.
 *
 * @param parts of the file: an edit inside one is tried there
 */
export function withSoundFixes(
  diagnostics: readonly Diagnostic[],
  file: SourceFile,
  parts: readonly Part[],
  countErrors: CountErrors,
): readonly Diagnostic[] {
  if (diagnostics.every(({ fixes }) => fixes.length === 0)) return diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const whole: Part = { start: 0, end: file.text.length, errors };
  let left = effort;
  const isSound = (diagnostic: Diagnostic, fix: Fix): boolean => {
    const part = parts.find((span) => fix.edits.every((edit) => contains(span, edit.span))) ?? whole;
    left -= part.end - part.start;
    if (left < 0) return false;
    const text = file.text.slice(part.start, part.end);
    const edits = fix.edits.map((edit) => ({ ...edit, span: moved(edit.span, -part.start) }));
    const files = new Map([[file.name, { ...file, text }]]);
    const mended = applyFixes([{ ...diagnostic, fixes: [{ ...fix, edits }] }], files).files.get(file.name);
    return mended !== undefined && countErrors(mended) < part.errors;
  };
  return diagnostics.map((diagnostic) => {
    if (diagnostic.severity !== 'error') return diagnostic;
    const fixes = diagnostic.fixes.filter((fix) => isSound(diagnostic, fix));
    if (fixes.length === diagnostic.fixes.length) return diagnostic;
    const { help, ...rest } = diagnostic;
    const isAboutAFix = fixes.length === 0 && diagnostic.fixes.some(({ title }) => title === help);
    return { ...rest, fixes, ...(help === undefined || isAboutAFix ? {} : { help }) };
  });
}

function contains(whole: Span, { start, end }: Span): boolean {
  return whole.start <= start && end <= whole.end;
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
