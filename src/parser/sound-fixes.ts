import { applyFixes } from '../diagnostics/apply-fixes.ts';
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';

/** So many characters are read again to try edits; an edit beyond them is not offered. */
const effort = 1 << 18;

/** How many errors a text has. */
type CountErrors = (file: SourceFile) => number;

/**
 * The diagnostics with those edits that leave fewer errors than there were: each is tried. What is written where may look like a
 * forgotten comma and be something else. Advice that only names a withheld edit goes with it.
 */
export function withSoundFixes(
  diagnostics: readonly Diagnostic[],
  file: SourceFile,
  countErrors: CountErrors,
): readonly Diagnostic[] {
  if (diagnostics.every(({ fixes }) => fixes.length === 0)) return diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const files = new Map([[file.name, file]]);
  let left = effort;
  const isSound = (diagnostic: Diagnostic, fix: Fix): boolean => {
    left -= file.text.length;
    if (left < 0) return false;
    const mended = applyFixes([{ ...diagnostic, fixes: [fix] }], files).files.get(file.name);
    return mended !== undefined && countErrors(mended) < errors;
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
