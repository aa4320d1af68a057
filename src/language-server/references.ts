import type { DocumentHighlight, Location, Position } from 'vscode-languageserver';
import { DocumentHighlightKind } from 'vscode-languageserver';
import type { Analysis } from './analysis.ts';
import { locationOf } from './diagnostics.ts';
import type { Occurrence } from './occurrences.ts';
import { isDeclaration, occurrenceAt, occurrencesIn } from './occurrences.ts';
import { offsetAt, rangeOf } from './places.ts';
import { keyOf } from './uris.ts';

/** A name that was found, and by which analysis. */
export interface Found {
  readonly occurrence: Occurrence;
  readonly analysis: Analysis;
}

/** Every place that names what stands at a position, in all files. Who follows a second name is shown the uses of the first one too. */
export function references(
  analysis: Analysis,
  position: Position,
  others: Iterable<Analysis>,
  withDeclaration: boolean,
): readonly Location[] {
  const occurrence = occurrenceAt(analysis.root, offsetAt(analysis, position));
  if (occurrence === undefined) return [];
  const wanted = meantBy(occurrence, analysis, 'original');
  return everyOccurrence(analysis, others)
    .filter((found) => meantBy(found.occurrence, found.analysis, 'original') === wanted)
    .filter((found) => withDeclaration || !isDeclaration(found.occurrence))
    .flatMap((found) => locationOf(found.occurrence, found.analysis) ?? []);
}

/** The same names in the document itself. */
export function highlights(analysis: Analysis, position: Position): DocumentHighlight[] {
  const occurrence = occurrenceAt(analysis.root, offsetAt(analysis, position));
  if (occurrence === undefined) return [];
  const wanted = meantBy(occurrence, analysis, 'original');
  return occurrencesIn(analysis.root)
    .filter((other) => meantBy(other, analysis, 'original') === wanted)
    .map((other) => ({
      range: rangeOf(analysis, other.span),
      kind: isDeclaration(other) ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

/**
 * What a name stands for, called the same in every analysis.
 *
 * @param which of an import with a second name: that name, or what the other file declares
 */
export function meantBy(
  { thing, original, kind, declared }: Occurrence,
  { uriOf }: Analysis,
  which: 'name' | 'original',
): string {
  const keyOfFile = (file: string): string => keyOf(uriOf(file) ?? file);
  if (kind === 'file') return `file ${keyOfFile(declared[0]!.file)}`;
  const place = which === 'original' ? (original ?? thing) : thing;
  const colon = place.lastIndexOf(':');
  return `${keyOfFile(place.slice(0, colon))}${place.slice(colon)}`;
}

/** Every name in the document, the files that it imports and the other documents, each once; of the library what is declared there. */
export function everyOccurrence(document: Analysis, others: Iterable<Analysis>): readonly Found[] {
  const seen = new Set<string>();
  const found: Found[] = [];
  for (const analysis of [document, ...others])
    for (const linked of analysis.program.modules) {
      const uri = analysis.uriOf(linked.file.name);
      if (uri === undefined || seen.has(keyOf(uri))) continue;
      seen.add(keyOf(uri));
      for (const occurrence of occurrencesIn(linked))
        if (!linked.library || isDeclaration(occurrence)) found.push({ occurrence, analysis });
    }
  return found;
}
