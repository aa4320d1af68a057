import type { SymbolInformation } from 'vscode-languageserver';
import type { Analysis } from './analysis.ts';
import { rangeOf } from './places.ts';
import { kindOf } from './symbols.ts';

const mostSymbols = 500;

/** The blocks and networks of all documents whose names have the letters of the query, in its order. */
export function workspaceSymbols(analyses: Iterable<Analysis>, query: string): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  for (const analysis of analyses)
    for (const declaration of analysis.root.module.declarations) {
      if (!hasLettersOf(declaration.name.text, query)) continue;
      const { name } = declaration;
      const location = { uri: analysis.uri, range: rangeOf(analysis, name.span) };
      found.push({ name: name.text, kind: kindOf(declaration), location, containerName: analysis.name });
      if (found.length === mostSymbols) return found;
    }
  return found;
}

function hasLettersOf(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let from = 0;
  for (const letter of query.toLowerCase().replaceAll(/\s/g, '')) {
    from = letters.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
