import type { ILexingError } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';

/** What people paste without seeing it, and what to type instead. */
const lookalikes: readonly (readonly [pattern: RegExp, name: string, instead: string])[] = [
  [/^[\u00A0\u2000-\u200A\u202F\u205F\u3000]+$/, 'a blank that is not a space', ' '],
  [/^[\u200B-\u200D\u2060\uFEFF]+$/, 'an invisible character', ''],
  [/^[“”„‟«»]$/, 'a typographic quotation mark', '"'],
  [/^[‘’‚‛]$/, 'a typographic quotation mark', '"'],
  [/^[–—−]$/, 'a dash', '-'],
  [/^[·∙⋅∗]$/, 'a multiplication sign', '*'],
  [/^[÷∕]$/, 'a division sign', '/'],
  [/^,$/, 'a full-width comma', ','],
  [/^[0-9]+$/, 'a full-width digit', ''],
];

/** Diagnostics for what the lexer could not read. */
export function describeLexingErrors(
  errors: readonly ILexingError[],
  file: SourceFile,
): readonly Diagnostic[] {
  return errors.map((error) => {
    const text = file.text.slice(error.offset, error.offset + error.length);
    const at = { file: file.name, span: { start: error.offset, end: error.offset + error.length } };
    const known = lookalikes.find(([pattern]) => pattern.test(text));
    if (known === undefined) return diagnose('syntax/character', { text: shorten(text) }, at);
    const replacement = /^[0-9]+$/.test(text) ? text.normalize('NFKC') : known[2];
    const title = replacement === '' ? 'remove it' : `write \`${replacement}\``;
    return diagnose('syntax/character', { text, name: known[1] }, at, {
      help: title,
      fixes: [{ title, edits: [{ ...at, text: replacement }] }],
    });
  });
}

/**
 * Characters that change the order in which text is shown, or end a line in one program and not in another, are refused
 * wherever they stand (“Trojan Source”, CVE-2021-42574).
 */
export function checkHiddenCharacters(file: SourceFile): readonly Diagnostic[] {
  return [...file.text.matchAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g)].map((match) => {
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
