import type { Connection, InitializeParams, ServerCapabilities } from 'vscode-languageserver';
import {
  DidChangeWatchedFilesNotification,
  MessageType,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { version } from '../generated/version.ts';
import { asksForDiagnostics, type Client, clientOf, unknownClient } from './client.ts';
import { featureCapabilities, wireFeatures } from './features.ts';
import type { Host } from './host.ts';
import { DiagnosticsPublisher } from './publish.ts';
import { whenSettled } from './settle.ts';
import { nameOf } from './uris.ts';
import { WarmUp } from './warm-up.ts';
import { Workspace } from './workspace.ts';

/** Answers a client over a connection, until it closes. */
export function serve(connection: Connection, host: Host): void {
  const documents = new TextDocuments(documentsOfText);
  const workspace = new Workspace(host, (error) => reportBug(connection, error));
  const publisher = new DiagnosticsPublisher(connection, workspace, host);
  const warmUp = new WarmUp(host);
  const told = new Set<string>();
  let client = unknownClient;
  let refresh = false;

  const answerChanges = whenSettled(host.soon, () => {
    try {
      if (!asksForDiagnostics(client)) publisher.push();
      if (refresh) askToRefresh(connection, client);
      refresh = false;
      for (const problem of workspace.problems()) {
        if (!told.has(problem))
          void connection.sendNotification(ShowMessageNotification.type, {
            type: MessageType.Warning,
            message: problem,
          });
        told.add(problem);
      }
    } catch (error) {
      reportBug(connection, error);
    }
  });
  const changed = (uri: string): void => {
    refresh = workspace.changed(uri) || refresh;
    answerChanges();
  };

  connection.onInitialize((parameters) => {
    client = clientOf(parameters);
    workspace.folders = foldersOf(parameters);
    wireFeatures(connection, workspace, host, client);
    return { capabilities: capabilitiesFor(client), serverInfo: { name: 'rnc', version } };
  });
  connection.onInitialized(() => {
    watchFiles(connection, client);
    if (client.capabilities.workspace?.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => asFolder(uri)));
        const kept = workspace.folders.filter((folder) => !gone.has(folder));
        workspace.folders = [...kept, ...added.map(({ uri }) => asFolder(uri))];
        workspace.configurationChanged();
        answerChanges();
      });
  });
  connection.languages.diagnostics.on((parameters) => publisher.pull(parameters));
  connection.languages.diagnostics.onWorkspace((parameters) => publisher.pullAll(parameters));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) {
      if (nameOf(uri) === 'rnc.config.json') workspace.configurationChanged();
      refresh = true;
      changed(uri);
    }
  });

  documents.onDidOpen(({ document }) => workspace.opened(document));
  documents.onDidChangeContent(({ document }) => {
    warmUp.changed(document);
    changed(document.uri);
  });
  documents.onDidClose(({ document }) => {
    workspace.closed(document.uri);
    changed(document.uri);
  });
  documents.listen(connection);
  connection.listen();
}

/** A client that sends something else than text gets an empty document, and the others are answered as before. */
const documentsOfText: typeof TextDocument = {
  ...TextDocument,
  create: (uri, language, number, text: unknown) =>
    TextDocument.create(uri, language, number, typeof text === 'string' ? text : ''),
};

/** What failed is one request's, or one document's; the server goes on. */
function reportBug(connection: Connection, error: unknown): void {
  connection.console.error(`rnc ${version} has a bug: ${error instanceof Error ? error.stack : error}`);
}

function capabilitiesFor(client: Client): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(asksForDiagnostics(client)
      ? {
          diagnosticProvider: {
            identifier: 'rnc',
            interFileDependencies: true,
            workspaceDiagnostics: true,
          },
        }
      : {}),
    ...featureCapabilities,
  };
}

/** What is shown in one document may come from another, or from the configuration. */
function askToRefresh(connection: Connection, client: Client): void {
  const { workspace } = client.capabilities;
  if (workspace?.diagnostics?.refreshSupport) connection.languages.diagnostics.refresh();
  if (workspace?.inlayHint?.refreshSupport) void connection.languages.inlayHint.refresh();
  if (workspace?.codeLens?.refreshSupport) void connection.sendRequest('workspace/codeLens/refresh');
  if (workspace?.semanticTokens?.refreshSupport) connection.languages.semanticTokens.refresh();
}

function watchFiles(connection: Connection, { capabilities }: Client): void {
  if (!capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
  const watchers = ['**/*.resnet', '**/rnc.config.json'].map((globPattern) => ({ globPattern }));
  void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.map(asFolder);
}

function asFolder(uri: string): string {
  return uri.endsWith('/') ? uri : `${uri}/`;
}
