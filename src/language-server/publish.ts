import type {
  Connection,
  Diagnostic,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  RelatedFullDocumentDiagnosticReport,
  RelatedUnchangedDocumentDiagnosticReport,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { diagnosticsByFile, type FoundInFile } from './diagnostics.ts';
import type { Host } from './host.ts';
import { keyOf } from './uris.ts';
import type { Workspace } from './workspace.ts';

/** Says what is wrong with the open documents and the files that they import: unasked, or where a client asks. */
export class DiagnosticsPublisher {
  private readonly connection: Connection;
  private readonly workspace: Workspace;
  private readonly host: Host;
  /** What was last sent of each file, by its key. */
  private readonly sent = new Map<string, { readonly uri: string; readonly content: string }>();

  constructor(connection: Connection, workspace: Workspace, host: Host) {
    this.connection = connection;
    this.workspace = workspace;
    this.host = host;
  }

  /** Sends what is new; files that nothing is found in any more get an empty list. */
  push(): void {
    const found = diagnosticsByFile(this.workspace.open(), this.host.explanation);
    for (const [key, { uri }] of this.sent)
      if (!found.has(key)) {
        this.sent.delete(key);
        void this.connection.sendDiagnostics({ uri, diagnostics: [] });
      }
    for (const [key, { uri, diagnostics }] of found) {
      const version = this.workspace.version(uri);
      const content = JSON.stringify([version, diagnostics]);
      if (this.sent.get(key)?.content === content) continue;
      this.sent.set(key, { uri, content });
      void this.connection.sendDiagnostics({
        uri,
        ...(version === undefined ? {} : { version }),
        diagnostics: [...diagnostics],
      });
    }
  }

  /** Of one document, and of those that it imports and that are not open. */
  pull({ textDocument, previousResultId }: DocumentDiagnosticParams): DocumentDiagnosticReport {
    const found = diagnosticsByFile(this.workspace.open(), this.host.explanation);
    const own = found.get(keyOf(textDocument.uri));
    const report = reportOf(own?.diagnostics ?? [], previousResultId);
    const imported = this.workspace.analysis(textDocument.uri)?.asked ?? new Set();
    const related = [...found]
      .filter(([key, { uri }]) => imported.has(key) && !this.workspace.isOpen(uri))
      .map(([, { uri, diagnostics }]) => [uri, reportOf(diagnostics, undefined)] as const);
    return related.length === 0 ? report : { ...report, relatedDocuments: Object.fromEntries(related) };
  }

  /** Of every open document and every spec in the editor's folders. */
  pullAll({ previousResultIds }: WorkspaceDiagnosticParams): WorkspaceDiagnosticReport {
    const previous = new Map(previousResultIds.map(({ uri, value }) => [keyOf(uri), value]));
    const found = diagnosticsByFile([...this.workspace.all()], this.host.explanation);
    const gone = previousResultIds
      .filter(({ uri }) => !found.has(keyOf(uri)))
      .map(({ uri }): FoundInFile => ({ uri, diagnostics: [] }));
    return {
      items: [...found.values(), ...gone].map(({ uri, diagnostics }) => ({
        uri,
        version: this.workspace.version(uri) ?? null,
        ...reportOf(diagnostics, previous.get(keyOf(uri))),
      })),
    };
  }
}

function reportOf(
  diagnostics: readonly Diagnostic[],
  previous: string | undefined,
): RelatedFullDocumentDiagnosticReport | RelatedUnchangedDocumentDiagnosticReport {
  const resultId = digest(JSON.stringify(diagnostics));
  return previous === resultId
    ? { kind: 'unchanged', resultId }
    : { kind: 'full', resultId, items: [...diagnostics] };
}

/** 64 bits of the text, FNV-1a over two primes: texts that differ have digests that differ. */
function digest(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let position = 0; position < text.length; position++) {
    const unit = text.charCodeAt(position);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x5bd1e995);
  }
  return (first >>> 0).toString(36) + (second >>> 0).toString(36);
}
