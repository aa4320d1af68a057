import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderGithub } from '../diagnostics/render/github.ts';
import type { Files } from '../diagnostics/render/index.ts';
import { renderJson } from '../diagnostics/render/json.ts';
import { renderSarif } from '../diagnostics/render/sarif.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { version } from '../generated/version.ts';
import { print, type StreamName, shownOn } from './terminal.ts';

export interface Shown {
  readonly diagnostics: readonly Diagnostic[];
  readonly files: Files;
}

/** The same diagnostics with the names that people see; the library's files keep theirs. */
export function withShownNames(
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, SourceFile>,
  shown: (name: string) => string,
): Shown {
  const rename = (name: string): string => (name.startsWith('std/') && files.has(name) ? name : shown(name));
  const located = <T extends { readonly file: string }>(value: T): T => ({
    ...value,
    file: rename(value.file),
  });
  return {
    diagnostics: diagnostics.map((diagnostic) => ({
      ...located(diagnostic),
      related: diagnostic.related.map(located),
      fixes: diagnostic.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(located) })),
    })),
    files: new Map(
      [...files].map(([name, file]) => [rename(name), { name: rename(name), text: file.text }] as const),
    ),
  };
}

/** Several files' diagnostics as one list, what two of them found in a shared import only once. */
export function merge(parts: readonly Shown[]): Shown {
  const seen = new Set<string>();
  const diagnostics = parts
    .flatMap((part) => part.diagnostics)
    .filter((diagnostic) => {
      const { code, file, span, message } = diagnostic;
      const key = JSON.stringify([code, file, span.start, span.end, message]);
      return !seen.has(key) && seen.add(key);
    });
  return { diagnostics, files: new Map(parts.flatMap((part) => [...part.files])) };
}

/** Diagnostics for people on one of the streams. The renderer is loaded only where there is something to say. */
export async function showToPeople(
  { diagnostics, files }: Shown,
  stream: StreamName,
  colour: boolean | undefined,
): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderHuman, summary } = await import('../diagnostics/render/human.ts');
  const options = shownOn(stream, colour);
  process[stream].write(renderHuman(diagnostics, files, options) + summary(diagnostics, options));
}

export const formats = ['human', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

/** Diagnostics as the result of a command, on standard output. */
export async function printDiagnostics(
  shown: Shown,
  format: Format,
  colour: boolean | undefined,
): Promise<void> {
  switch (format) {
    case 'human':
      return showToPeople(shown, 'stdout', colour);
    case 'json': {
      return print(renderJson(shown.diagnostics, shown.files));
    }
    case 'sarif': {
      return print(renderSarif(shown.diagnostics, shown.files, version));
    }
    case 'github': {
      return print(renderGithub(shown.diagnostics, shown.files));
    }
  }
}
