import type { Diagnostic, Location } from '../diagnostic.ts';
import { plainJson } from './printable.ts';
import { type Files, locator } from './rendering.ts';

/** A SARIF 2.1.0 log (OASIS), with rules, related locations and fixes. */
export function renderSarif(diagnostics: readonly Diagnostic[], files: Files, version: string): string {
  const locate = locator(files);
  const codes = [...new Set(diagnostics.map((diagnostic) => diagnostic.code))].sort();

  const region = (location: Location): object => {
    const { start, end } = locate(location.file, location.span);
    return {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
      charOffset: start.offset,
      charLength: end.offset - start.offset,
    };
  };
  const physicalLocation = (location: Location): object => ({
    artifactLocation: { uri: uriOf(location.file) },
    region: region(location),
  });

  const result = (diagnostic: Diagnostic): object => ({
    ruleId: diagnostic.code,
    ruleIndex: codes.indexOf(diagnostic.code),
    level: diagnostic.severity,
    message: { text: wellFormed(sentences(diagnostic)) },
    locations: [{ physicalLocation: physicalLocation(diagnostic) }],
    ...(diagnostic.related.length === 0
      ? {}
      : {
          relatedLocations: diagnostic.related.map((related, id) => ({
            id,
            physicalLocation: physicalLocation(related),
            message: { text: wellFormed(related.message) },
          })),
        }),
    ...(diagnostic.fixes.length === 0
      ? {}
      : {
          fixes: diagnostic.fixes.map((fix) => ({
            description: { text: wellFormed(fix.title) },
            artifactChanges: [...new Set(fix.edits.map((edit) => edit.file))].map((file) => ({
              artifactLocation: { uri: uriOf(file) },
              replacements: fix.edits
                .filter((edit) => edit.file === file)
                .map((edit) => ({
                  deletedRegion: region(edit),
                  insertedContent: { text: wellFormed(edit.text) },
                })),
            })),
          })),
        }),
  });

  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'rnc', semanticVersion: version, rules: codes.map((id) => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map(result),
      },
    ],
  };
  // With blanks ten thousand problems are 15 MB, and services refuse more than 10.
  return `${plainJson(JSON.stringify(log))}\n`;
}

function sentences({ message, label, help }: Diagnostic): string {
  return [message, label, help && `help: ${help}`].filter(Boolean).join('\n');
}

/**
 * A relative reference: each segment of the path is percent-encoded, so that a `:` or `#` in a name stays a name. Two slashes in front would
 * begin the name of a host.
 */
function uriOf(file: string): string {
  return file
    .replace(/^\/+/, '/')
    .split('/')
    .map((segment) => encodeURIComponent(wellFormed(segment)))
    .join('/');
}

/** Lone surrogates, which no UTF-8 file can hold, replaced by U+FFFD. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
