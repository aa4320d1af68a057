import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import { CodeActionKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Client } from './client.ts';
import { codeLenses } from './code-lens.ts';
import { type About, nameCapabilities, wireNames } from './features-of-names.ts';
import type { Host } from './host.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { codeActions, fixAllKind } from './quick-fixes.ts';
import type { Workspace } from './workspace.ts';

/** What the features below offer. Each is a file of its own: a pure function from what is known to an answer of the protocol. */
export const featureCapabilities: ServerCapabilities = {
  ...nameCapabilities,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  codeLensProvider: {},
  hoverProvider: true,
  inlayHintProvider: true,
};

/** Connects each feature to the request that it answers. */
export function wireFeatures(connection: Connection, workspace: Workspace, host: Host, client: Client): void {
  const answering =
    <K>(known: (uri: string) => K | undefined): About<K> =>
    (answer) =>
    (parameters, token) => {
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, 'the request was cancelled');
      const { uri } = parameters.textDocument;
      const document = workspace.isOpen(uri) ? known(uri) : undefined;
      return document === undefined ? null : answer(document, parameters);
    };
  const about = answering((uri) => workspace.analysis(uri));
  const whileTyping = answering((uri) => workspace.reading(uri));

  const versioned = client.capabilities.workspace?.workspaceEdit?.documentChanges === true;
  connection.onCodeAction(
    about((analysis, parameters) => [...codeActions(analysis, parameters, { workspace, host, versioned })]),
  );
  connection.onCodeLens(about((analysis) => (client.settings.codeLens ? [...codeLenses(analysis)] : [])));
  connection.languages.inlayHint.on(
    about((analysis, { range }) => (client.settings.inlayHints ? [...inlayHints(analysis, range)] : [])),
  );
  connection.onHover(about((analysis, { position }) => hover(analysis, position)));
  wireNames(connection, { about, whileTyping }, workspace, host, client);
}
