import { PassThrough } from 'node:stream';
import { createConnection } from 'vscode-languageserver';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { defaultLimits } from '../../src/diagnostics/limits.ts';
import type { Configuration, Host } from '../../src/language-server/host.ts';
import { serve } from '../../src/language-server/server.ts';
import { importedName } from '../../src/linking/import-path.ts';

/** The folder that the tests' files lie in. */
export const folder = 'file:///nets/';

export const uriOf = (name: string): string => `${folder}${name}`;

export interface Start {
  /** What lies on the disk, by path from the folder. */
  readonly disk?: ReadonlyMap<string, string>;
  readonly configuration?: Partial<Configuration>;
  readonly capabilities?: ClientCapabilities;
  readonly settings?: unknown;
}

/** A client that speaks the protocol to a server in this process. */
export interface Client {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly open: (name: string, text: string) => Promise<void>;
  /** Gives a document another text, as a whole or by ranges; the version is counted. */
  readonly change: (name: string, ...changes: readonly TextDocumentContentChangeEvent[]) => Promise<void>;
  readonly close: (name: string) => Promise<void>;
  /** What was last published, once the server has answered to all that it was sent. */
  readonly diagnostics: (name: string) => Promise<readonly Diagnostic[]>;
  /** The versions that diagnostics were published for, in order. */
  readonly published: { readonly uri: string; readonly version: number | undefined }[];
  readonly ask: <R>(method: string, name: string, parameters?: object) => Promise<R>;
  readonly end: () => void;
}

export function memoryHost(
  disk: ReadonlyMap<string, string>,
  configuration: Partial<Configuration> = {},
): Host {
  const nameOf = (uri: string): string => decodeURIComponent(uri.slice(folder.length));
  return {
    loader: () => (path, importer) => {
      const name = importedName(path, importer);
      const text = disk.get(name);
      return text === undefined ? { kind: 'missing', tried: [name] } : { kind: 'file', file: { name, text } };
    },
    configuration: () => ({ lint: {}, limits: defaultLimits, problem: undefined, ...configuration }),
    read: (uri) => disk.get(nameOf(uri)),
    specs: () => [...disk.keys()].map(uriOf),
    // One turn more than the next message takes.
    soon: (task) => setImmediate(() => setImmediate(task)),
    idle: setImmediate,
    library: (name) => `rnc:/${name}`,
    explanation: (code) => `https://docs.invalid/${code}`,
  };
}

export async function startClient({
  disk = new Map(),
  configuration,
  capabilities = {},
  settings,
}: Start = {}): Promise<Client> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(
    (logger) =>
      createProtocolConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient), logger),
    { shutdownReceived: false, initialize: () => {}, exit: () => {} },
  );
  serve(server, memoryHost(disk, configuration));
  const connection = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
    undefined,
  );
  const published: { uri: string; version: number | undefined }[] = [];
  const latest = new Map<string, readonly Diagnostic[]>();
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, version, diagnostics }) => {
    published.push({ uri, version });
    latest.set(uri, diagnostics);
  });
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: folder,
    workspaceFolders: [{ uri: folder.slice(0, -1), name: 'nets' }],
    capabilities,
    initializationOptions: settings,
  });
  await connection.sendNotification('initialized', {});
  const versions = new Map<string, number>();
  /** A request that the server does not know is answered after everything before it; published is then what was waiting. */
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) await connection.sendRequest('rnc/test').catch(() => {});
  };
  return {
    connection,
    initialized,
    published,
    open: async (name, text) => {
      versions.set(name, 1);
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uriOf(name), languageId: 'resnet', version: 1, text },
      });
    },
    change: async (name, ...contentChanges) => {
      const version = versions.get(name)! + 1;
      versions.set(name, version);
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uriOf(name), version },
        contentChanges,
      });
    },
    close: async (name) => {
      await connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(name) } });
    },
    diagnostics: async (name) => {
      await settled();
      return latest.get(uriOf(name)) ?? [];
    },
    ask: (method, name, parameters = {}) =>
      connection.sendRequest(method, { textDocument: { uri: uriOf(name) }, ...parameters }),
    end: () => {
      connection.dispose();
      server.dispose();
    },
  };
}
