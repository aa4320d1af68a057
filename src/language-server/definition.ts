import type { Definition, DocumentLink, Position } from 'vscode-languageserver';
import type { Analysis } from './analysis.ts';
import { locationOf } from './diagnostics.ts';
import { insideQuotes, occurrenceAt, occurrencesIn } from './occurrences.ts';
import { offsetAt, rangeOf } from './places.ts';

/** Where what stands at a position is declared; of an import's path, the file. */
export function definition(analysis: Analysis, position: Position): Definition {
  const occurrence = occurrenceAt(analysis.root, offsetAt(analysis, position));
  return (occurrence?.declared ?? []).flatMap((place) => locationOf(place, analysis) ?? []);
}

/** The paths of imports, which lead to their files. */
export function documentLinks(analysis: Analysis): DocumentLink[] {
  return occurrencesIn(analysis.root).flatMap(({ kind, span, declared }) => {
    const target = kind === 'file' ? analysis.uriOf(declared[0]!.file) : undefined;
    return target === undefined ? [] : [{ range: rangeOf(analysis, insideQuotes(span)), target }];
  });
}
