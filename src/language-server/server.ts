import type {
  CancellationToken,
  Connection,
  InitializeParams,
  ServerCapabilities,
} from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { version } from '../generated/version.ts';
import type { Analysis } from './analysis.ts';
import { diagnosticsByFile } from './diagnostics.ts';
import type { Host } from './host.ts';
import { whenSettled } from './settle.ts';
import { Workspace } from './workspace.ts';

/** What the server offers, whatever the client can do. */
const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
};

/** Answers a client over a connection, until it closes. */
export function serve(connection: Connection, host: Host): void {
  const documents = new TextDocuments(TextDocument);
  const workspace = new Workspace(host);

  connection.onInitialize((params: InitializeParams) => {
    workspace.folders = foldersOf(params);
    return { capabilities, serverInfo: { name: 'rnc', version } };
  });

  /** An answer from what is known of the document that a request names. */
  const about =
    <P extends { readonly textDocument: { readonly uri: string } }, R>(
      answer: (analysis: Analysis, params: P, workspace: Workspace) => R,
    ) =>
    (params: P, token: CancellationToken): R | ResponseError | null => {
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, 'the request was cancelled');
      const { uri } = params.textDocument;
      const analysis = workspace.isOpen(uri) ? workspace.analysis(uri) : undefined;
      return analysis === undefined ? null : answer(analysis, params, workspace);
    };
  void about;

  const publish = whenSettled(host.soon, () => {
    for (const { uri, diagnostics } of diagnosticsByFile(workspace.open(), host.explanation).values())
      void connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] });
  });
  documents.onDidOpen(({ document }) => workspace.opened(document));
  documents.onDidChangeContent(({ document }) => {
    workspace.changed(document.uri);
    publish();
  });
  documents.onDidClose(({ document }) => {
    workspace.closed(document.uri);
    publish();
  });
  documents.listen(connection);
  connection.listen();
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.map((uri) => (uri.endsWith('/') ? uri : `${uri}/`));
}
