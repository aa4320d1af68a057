import type { CancellationToken, Connection, ServerCapabilities } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Analysis } from './analysis.ts';
import { hover } from './hover.ts';
import type { Workspace } from './workspace.ts';

/** What the features below offer. Each is a file of its own: a pure function from what is known to an answer of the protocol. */
export const featureCapabilities: ServerCapabilities = {
  hoverProvider: true,
};

/** Connects each feature to the request that it answers. */
export function wireFeatures(connection: Connection, workspace: Workspace): void {
  /** Answers from what is known of the open document that a request names. */
  const about =
    <P extends { readonly textDocument: { readonly uri: string } }, R>(
      answer: (analysis: Analysis, parameters: P) => R,
    ) =>
    (parameters: P, token: CancellationToken): R | ResponseError | null => {
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, 'the request was cancelled');
      const { uri } = parameters.textDocument;
      const analysis = workspace.isOpen(uri) ? workspace.analysis(uri) : undefined;
      return analysis === undefined ? null : answer(analysis, parameters);
    };

  connection.onHover(about((analysis, { position }) => hover(analysis, position)));
}
