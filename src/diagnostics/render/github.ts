import type { Diagnostic } from '../diagnostic.ts';
import { printableLines } from './printable.ts';
import { type Files, locator } from './rendering.ts';

/** Workflow commands that GitHub Actions turns into annotations, one line per diagnostic. */
export function renderGithub(diagnostics: readonly Diagnostic[], files: Files): string {
  const locate = locator(files);
  return diagnostics
    .map((diagnostic) => {
      const { start, end } = locate(diagnostic.file, diagnostic.span);
      const properties = {
        file: diagnostic.file,
        line: start.line,
        endLine: end.line,
        // GitHub shows columns only where the annotation stays on one line.
        ...(start.line === end.line ? { col: start.column, endColumn: end.column } : {}),
        title: diagnostic.code,
      };
      const list = Object.entries(properties).map(
        ([key, value]) => `${key}=${escapeProperty(String(value))}`,
      );
      const help = diagnostic.help === undefined ? '' : `\nhelp: ${diagnostic.help}`;
      return `::${diagnostic.severity} ${list.join(',')}::${escapeData(diagnostic.message + help)}\n`;
    })
    .join('');
}

/** As in the runner's own toolkit: these characters, and no others, are decoded again. A log shows colours, so no escape sequence gets there. */
function escapeData(text: string): string {
  return printableLines(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
