import type { WorkspaceEdit } from 'vscode-languageserver';
import { TextDocumentEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { uriOf } from './client.ts';

/** The files that an edit changes, as an editor would leave them. */
export function applied(
  edit: WorkspaceEdit,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const changes = edit.changes
    ? Object.entries(edit.changes)
    : (edit.documentChanges ?? [])
        .filter(TextDocumentEdit.is)
        .map(({ textDocument, edits }) => [textDocument.uri, edits] as const);
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const own = changes.filter(([uri]) => uri === uriOf(name)).flatMap(([, edits]) => edits);
      const document = TextDocument.create(uriOf(name), 'resnet', 1, text);
      return [
        name,
        TextDocument.applyEdits(
          document,
          own.flatMap((each) => ('newText' in each ? [each] : [])),
        ),
      ];
    }),
  );
}
