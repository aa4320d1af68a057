import type { IToken } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Limits } from '../diagnostics/limits.ts';
import { diagnosticsMade } from '../diagnostics/limits.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { Reordering } from './tokens.ts';

/** Characters that the language does not have; what stands close together is one error. */
export function describeUnknown(
  unknown: readonly IToken[],
  file: SourceFile,
  limits: Pick<Limits, 'diagnostics'>,
): readonly Diagnostic[] {
  const most = diagnosticsMade(limits);
  const runs: { start: number; end: number }[] = [];
  for (const { startOffset, image } of unknown) {
    const last = runs.at(-1);
    const end = startOffset + image.length;
    if (
      last !== undefined &&
      startOffset - last.end <= 4 &&
      /^[^\w\r\n]*$/.test(file.text.slice(last.end, startOffset))
    )
      last.end = end;
    else if (runs.length === most) break;
    else runs.push({ start: startOffset, end });
  }
  return runs.map((span) => {
    const text = file.text.slice(span.start, span.end);
    const words = /^[\p{L}\p{M}\p{N}]/u.test(text);
    const help = words
      ? { help: 'names are written with the letters a to z and A to Z, digits and `_`' }
      : {};
    return diagnose('syntax/character', { text: shorten(text) }, { file: file.name, span }, help);
  });
}

/**
 * Refused wherever they stand: characters that change the order in which text is shown (“Trojan Source”, CVE-2021-42574), and half of
 * a surrogate pair, which no file can hold.
 */
export function checkHiddenCharacters(
  file: SourceFile,
  limits: Pick<Limits, 'diagnostics'>,
): readonly Diagnostic[] {
  const most = diagnosticsMade(limits);
  const diagnostics: Diagnostic[] = [];
  for (const match of file.text.matchAll(hidden)) {
    if (diagnostics.length === most) break;
    const at = { file: file.name, span: { start: match.index, end: match.index + 1 } };
    const fixes = [{ title: 'remove it', edits: [{ ...at, text: '' }] }];
    const codePoint = `U+${match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
    diagnostics.push(
      /\p{Surrogate}/u.test(match[0])
        ? diagnose('syntax/character', { text: codePoint, name: 'half of a surrogate pair' }, at, { fixes })
        : diagnose('syntax/bidi', { codePoint }, at, { fixes }),
    );
  }
  return diagnostics;
}

const hidden = new RegExp(`${(Reordering.PATTERN as RegExp).source}|\\p{Surrogate}`, 'gu');

/** In whole characters, so that none is shown by half. */
function shorten(text: string): string {
  const characters = [...text.slice(0, 42)];
  return characters.length > 20 ? `${characters.slice(0, 20).join('')}…` : characters.join('');
}
