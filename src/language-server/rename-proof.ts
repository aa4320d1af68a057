import type { TextEdit } from 'vscode-languageserver';
import { analyse } from '../analyse.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { lineStarts, positionAt } from '../diagnostics/source.ts';
import { importedName } from '../linking/import-path.ts';
import type { LinkedModule, Loader } from '../linking/program.ts';
import type { Analysis } from './analysis.ts';
import type { Occurrence } from './occurrences.ts';
import { occurrencesIn, thingAt } from './occurrences.ts';
import { spanOf } from './places.ts';
import type { EditsByFile } from './text-edits.ts';
import { keyOf } from './uris.ts';

/**
 * Why edits that rename something change more than a name: the files are read once more as they would then be, and every name must mean
 * what it meant, and no error may be new. Undefined where that is so.
 */
export function changedBy(
  edits: EditsByFile,
  analyses: readonly Analysis[],
  newName: string,
): string | undefined {
  const byKey = new Map([...edits].map(([uri, own]) => [keyOf(uri), own]));
  for (const analysis of analyses) {
    const texts = editedTexts(analysis, byKey);
    if (![...texts.values()].some(({ isEdited }) => isEdited)) continue;
    const after = analyseEdited(analysis, texts);
    for (const linked of analysis.program.modules) {
      if (linked.library) continue;
      const place = firstChange(linked, after.program.modules, texts);
      if (place !== undefined)
        return `\`${newName}\` would be taken for another thing of that name, ${place}`;
    }
    const fresh = newError(analysis.diagnostics, after.diagnostics);
    if (fresh !== undefined) return `${lineOf(fresh, texts)} would be wrong: ${fresh.message}`;
  }
  return undefined;
}

interface EditedText {
  readonly text: string;
  readonly isEdited: boolean;
  /** Where an offset of the text before stands now. */
  readonly moved: (offset: number) => number;
}

type EditedTexts = ReadonlyMap<string, EditedText>;

/** The files of an analysis as they are after the edits, by their names. */
function editedTexts({ program, uriOf, textOf }: Analysis, edits: EditsByFile): EditedTexts {
  return new Map(
    program.modules.map(({ file, library }): [string, EditedText] => {
      const own = (!library && edits.get(keyOf(uriOf(file.name) ?? ''))) || [];
      const lines = textOf(file.name)!;
      const replaced = own
        .map(({ range, newText }: TextEdit) => ({ ...spanOf(lines, range), newText }))
        .sort((a, b) => a.start - b.start);
      let text = '';
      let end = 0;
      for (const { start, end: behind, newText } of replaced) {
        text += lines.text.slice(end, start) + newText;
        end = behind;
      }
      const moved = movedBy(replaced);
      return [file.name, { text: text + lines.text.slice(end), isEdited: own.length > 0, moved }];
    }),
  );
}

/** An edit moves what stands behind its beginning; where one stands is found by bisection, for there may be many. */
function movedBy(
  edits: readonly { readonly start: number; readonly end: number; readonly newText: string }[],
): EditedText['moved'] {
  const shifts = [0];
  for (const { start, end, newText } of edits) shifts.push(shifts.at(-1)! + newText.length - (end - start));
  return (offset) => {
    let low = 0;
    let high = edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edits[middle]!.start < offset) low = middle + 1;
      else high = middle;
    }
    return offset + shifts[low]!;
  };
}

function analyseEdited({ name }: Analysis, texts: EditedTexts) {
  const load: Loader = (path, importer) => {
    const file = importedName(path, importer);
    const known = texts.get(file);
    return known === undefined
      ? { kind: 'missing', tried: [file] }
      : { kind: 'file', file: { name: file, text: known.text } };
  };
  return analyse({ name, text: texts.get(name)!.text }, { load });
}

/** Where a name of a file does not mean what it meant before. */
function firstChange(
  before: LinkedModule,
  modules: readonly LinkedModule[],
  texts: EditedTexts,
): string | undefined {
  const { name } = before.file;
  const after = modules.find(({ file }) => file.name === name);
  const now = after === undefined ? [] : occurrencesIn(after).filter(isUse);
  const place = (offset: number): string =>
    lineOf({ file: name, span: { start: offset, end: offset } }, texts);
  const was = occurrencesIn(before).filter(isUse);
  for (const [position, occurrence] of was.entries()) {
    const start = texts.get(name)!.moved(occurrence.span.start);
    const same = now[position];
    const means = occurrence.declared.map(
      ({ file, span }) => `${file}:${texts.get(file)!.moved(span.start)}`,
    );
    const meansNow = same?.declared.map(({ file, span }) => `${file}:${span.start}`);
    if (same?.span.start !== start || same.kind !== occurrence.kind || String(means) !== String(meansNow))
      return place(start);
  }
  const more = now[was.length];
  return more === undefined ? undefined : place(more.span.start);
}

/** A second name in its import is new where one of the library is renamed; that it clashes with another is an error. */
function isUse({ file, span, thing, original }: Occurrence): boolean {
  return original === undefined || thing !== thingAt({ file, span });
}

/** An error of a code that there are more of than before. */
function newError(before: readonly Diagnostic[], after: readonly Diagnostic[]): Diagnostic | undefined {
  const counts = new Map<string, number>();
  for (const { code } of before) counts.set(code, (counts.get(code) ?? 0) + 1);
  return after.find(({ code, severity }) => {
    const left = counts.get(code) ?? 0;
    counts.set(code, left - 1);
    return severity === 'error' && left <= 0;
  });
}

function lineOf({ file, span }: Pick<Diagnostic, 'file' | 'span'>, texts: EditedTexts): string {
  const text = texts.get(file)?.text ?? '';
  return `line ${positionAt(lineStarts(text), span.start).line} of ${file}`;
}
