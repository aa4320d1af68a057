import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Edit } from '../diagnostics/diagnostic.ts';
import type { Analysis } from './analysis.ts';
import { type PlacedText, rangeOf } from './places.ts';
import type { Workspace } from './workspace.ts';

/** Edits of one file, by its URI. */
export type EditsByFile = ReadonlyMap<string, readonly TextEdit[]>;

/** The compiler's edits as the protocol has them; undefined where one is of a file that cannot be edited, as the library's. */
export function textEditsOf(edits: readonly Edit[], analysis: Analysis): EditsByFile | undefined {
  const files = new Map<string, TextEdit[]>();
  for (const { file, span, text } of edits) {
    const uri = isLibrary(file, analysis) ? undefined : analysis.uriOf(file);
    const lines = analysis.textOf(file);
    if (uri === undefined || lines === undefined) return undefined;
    const own = files.get(uri) ?? [];
    files.set(uri, own);
    own.push({ range: rangeOf(lines, span), newText: text });
  }
  return files;
}

function isLibrary(file: string, { program }: Analysis): boolean {
  return program.modules.some((module) => module.library && module.file.name === file);
}

/** The edit that makes one text another: what differs between what both begin and end with. */
export function editBetween(before: PlacedText, after: string): TextEdit {
  const { text } = before;
  const most = Math.min(text.length, after.length);
  let start = 0;
  while (start < most && text[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && text[text.length - 1 - end] === after[after.length - 1 - end]) end++;
  // Half of a character, or of a line's end, is no place for an edit.
  while (start > 0 && /[\uD800-\uDBFF\r]/.test(text[start - 1]!)) start--;
  while (end > 0 && /[\uDC00-\uDFFF\n]/.test(text[text.length - end]!)) end--;
  return {
    range: rangeOf(before, { start, end: text.length - end }),
    newText: after.slice(start, after.length - end),
  };
}

/** Edits with the versions that they are for, so that an editor refuses them once a document is another; to clients that know these. */
export function workspaceEdit(
  edits: EditsByFile,
  workspace: Pick<Workspace, 'version'>,
  versioned: boolean,
): WorkspaceEdit {
  if (!versioned) return { changes: Object.fromEntries([...edits].map(([uri, own]) => [uri, [...own]])) };
  return {
    documentChanges: [...edits].map(([uri, own]) => ({
      textDocument: { uri, version: workspace.version(uri) ?? null },
      edits: [...own],
    })),
  };
}
