import * as vscode from 'vscode';

export const scheme = 'rnc';

/** Markdown that the extension shows: reports and explanations, by address. */
export class Pages implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Shows a text in a column beside the present one. */
  async show(path: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${path}` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }
}
