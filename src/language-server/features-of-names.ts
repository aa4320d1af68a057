import type { CancellationToken, Connection, ServerCapabilities } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Analysis, Reading } from './analysis.ts';
import type { Client } from './client.ts';
import { completion } from './completion.ts';
import { importablePaths, importedBy } from './completion-sources.ts';
import { definition, documentLinks } from './definition.ts';
import { foldingRanges } from './folding.ts';
import { formatting } from './formatting.ts';
import type { Host } from './host.ts';
import { highlights, references } from './references.ts';
import { prepareRename, type Refusal, rename } from './rename.ts';
import { selectionRanges } from './selection-ranges.ts';
import { semanticTokens, semanticTokensLegend } from './semantic-tokens.ts';
import { signatureHelp } from './signature-help.ts';
import { documentSymbols, flatSymbols } from './symbols.ts';
import type { Workspace } from './workspace.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

/** What is offered about names and about the text. */
export const nameCapabilities: ServerCapabilities = {
  completionProvider: { triggerCharacters: ['"', '.', '/'] },
  definitionProvider: true,
  documentFormattingProvider: true,
  documentHighlightProvider: true,
  documentLinkProvider: {},
  documentRangeFormattingProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  selectionRangeProvider: true,
  semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
  signatureHelpProvider: { triggerCharacters: ['(', ',', ' '] },
  workspaceSymbolProvider: true,
};

/** Answers from what is known of the open document that a request names. */
export type About<K> = <P extends { readonly textDocument: { readonly uri: string } }, R>(
  answer: (known: K, parameters: P) => R,
) => (parameters: P, token: CancellationToken) => R | ResponseError | null;

export function wireNames(
  connection: Connection,
  { about, whileTyping }: { readonly about: About<Analysis>; readonly whileTyping: About<Reading> },
  workspace: Workspace,
  host: Pick<Host, 'specs'>,
  { capabilities: { textDocument, workspace: edits } }: Client,
): void {
  const snippets = textDocument?.completion?.completionItem?.snippetSupport === true;
  const hierarchical = textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
  const versioned = edits?.workspaceEdit?.documentChanges === true;
  connection.onCompletion(
    whileTyping((reading, { position }) => [
      ...completion(
        {
          ...reading,
          snippets,
          importable: () => importablePaths(reading, host),
          follow: (path) => importedBy(path, reading, workspace),
        },
        position,
      ),
    ]),
  );
  connection.onSignatureHelp(whileTyping((reading, { position }) => signatureHelp(reading, position)));
  connection.onDefinition(about((analysis, { position }) => definition(analysis, position)));
  connection.onDocumentLinks(about(documentLinks));
  connection.onReferences(
    about((analysis, { position, context }) => [
      ...references(analysis, position, workspace.all(), context.includeDeclaration),
    ]),
  );
  connection.onDocumentHighlight(about((analysis, { position }) => highlights(analysis, position)));
  connection.onPrepareRename(about((analysis, { position }) => orRefuse(prepareRename(analysis, position))));
  connection.onRenameRequest(
    about((analysis, { position, newName }) =>
      orRefuse(rename(analysis, position, newName, { workspace, versioned })),
    ),
  );
  connection.onDocumentSymbol(
    about((analysis) => (hierarchical ? documentSymbols(analysis) : flatSymbols(analysis))),
  );
  connection.onWorkspaceSymbol(({ query }) => workspaceSymbols(workspace.all(), query));
  connection.onFoldingRanges(about(foldingRanges));
  connection.onSelectionRanges(about((analysis, { positions }) => selectionRanges(analysis, positions)));
  connection.onDocumentFormatting(about((analysis) => formatting(analysis)));
  connection.onDocumentRangeFormatting(about((analysis, { range }) => formatting(analysis, range)));
  connection.languages.semanticTokens.on(about((analysis) => semanticTokens(analysis)));
  connection.languages.semanticTokens.onRange(
    about((analysis, { range }) => semanticTokens(analysis, range)),
  );
}

/** An editor shows an error's message to its user. */
function orRefuse<T extends object>(answer: T | Refusal | null): T | ResponseError | null {
  return answer !== null && 'refused' in answer
    ? new ResponseError(LSPErrorCodes.RequestFailed, answer.refused)
    : answer;
}
