import type { ILexingError } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';

/** Characters that the language does not have; what stands close together is one error. */
export function describeLexingErrors(
  errors: readonly ILexingError[],
  file: SourceFile,
): readonly Diagnostic[] {
  const runs: { start: number; end: number }[] = [];
  for (const { offset, length } of errors) {
    if (bidi.test(file.text[offset]!) && length === 1) continue;
    const last = runs.at(-1);
    if (last !== undefined && /^[^\w\s]{0,4}$/.test(file.text.slice(last.end, offset)))
      last.end = offset + length;
    else runs.push({ start: offset, end: offset + length });
  }
  return runs.map((span) =>
    diagnose(
      'syntax/character',
      { text: shorten(file.text.slice(span.start, span.end)) },
      { file: file.name, span },
    ),
  );
}

const bidi = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

/**
 * Characters that change the order in which text is shown, or end a line in one program and not in another, are refused
 * wherever they stand (“Trojan Source”, CVE-2021-42574).
 */
export function checkHiddenCharacters(file: SourceFile): readonly Diagnostic[] {
  return [...file.text.matchAll(new RegExp(bidi, 'g'))].map((match) => {
    const at = { file: file.name, span: { start: match.index, end: match.index + 1 } };
    const codePoint = `U+${match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
    return diagnose('syntax/bidi', { codePoint }, at, {
      fixes: [{ title: 'remove it', edits: [{ ...at, text: '' }] }],
    });
  });
}

function shorten(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
