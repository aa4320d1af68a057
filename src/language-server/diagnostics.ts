import type { Diagnostic as ShownDiagnostic } from 'vscode-languageserver';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Analysis } from './analysis.ts';
import type { Host } from './host.ts';
import { rangeOf } from './places.ts';
import { keyOf } from './uris.ts';

/** What was found in one file. */
export interface FoundInFile {
  readonly uri: string;
  readonly diagnostics: readonly ShownDiagnostic[];
}

/** What analyses found, by the keys of the files that it stands in: also in imported ones, and what several found once. */
export function diagnosticsByFile(
  analyses: readonly Analysis[],
  explanation: Host['explanation'],
): ReadonlyMap<string, FoundInFile> {
  const files = new Map<string, { uri: string; diagnostics: ShownDiagnostic[]; seen: Set<string> }>();
  const fileOf = (uri: string) => {
    const key = keyOf(uri);
    const file = files.get(key) ?? { uri, diagnostics: [], seen: new Set() };
    files.set(key, file);
    return file;
  };
  for (const analysis of analyses) fileOf(analysis.uri);
  for (const analysis of analyses)
    for (const diagnostic of analysis.diagnostics) {
      const shown = shownDiagnostic(diagnostic, analysis, explanation);
      if (shown === undefined) continue;
      const file = fileOf(shown.uri);
      const key = `${diagnostic.code} ${diagnostic.span.start} ${diagnostic.span.end} ${diagnostic.message}`;
      if (file.seen.has(key)) continue;
      file.seen.add(key);
      file.diagnostics.push(shown.diagnostic);
    }
  return files;
}

/** A diagnostic as the protocol has it, with the file that it stands in; undefined where that cannot be looked at. */
export function shownDiagnostic(
  { code, severity, message, help, file, span, related }: Diagnostic,
  analysis: Analysis,
  explanation: Host['explanation'],
): { readonly uri: string; readonly diagnostic: ShownDiagnostic } | undefined {
  const place = locationOf({ file, span }, analysis);
  if (place === undefined) return undefined;
  const href = explanation(code);
  return {
    uri: place.uri,
    diagnostic: {
      range: place.range,
      severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
      code,
      ...(href === undefined ? {} : { codeDescription: { href } }),
      source: 'rnc',
      message: help === undefined ? message : `${message}\nhelp: ${help}`,
      ...(code === 'lint/unused' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
      relatedInformation: related.flatMap(({ message: note, ...at }) => {
        const location = locationOf(at, analysis);
        return location === undefined ? [] : [{ location, message: note }];
      }),
    },
  };
}

export function locationOf({ file, span }: Pick<Diagnostic, 'file' | 'span'>, analysis: Analysis) {
  const uri = analysis.uriOf(file);
  const text = analysis.textOf(file);
  return uri === undefined || text === undefined ? undefined : { uri, range: rangeOf(text, span) };
}
