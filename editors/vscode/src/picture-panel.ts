import * as vscode from 'vscode';
import { networkAt } from './network-at.ts';
import type { PictureMessage } from './picture-message.ts';
import { picturePage } from './picture-page.ts';
import type { Ended, Run } from './run-rnc.ts';

/** How long a pause in typing is, in milliseconds. */
const pause = 250;

export interface Drawing {
  /** The extension's folder. */
  readonly folder: vscode.Uri;
  readonly run: (run: Run) => Promise<Ended>;
}

/** The picture of one document's network, in a column beside it; it follows the text, the cursor and the theme. */
export class PicturePanel {
  private readonly panel: vscode.WebviewPanel;
  private readonly drawing: Drawing;
  private readonly subscriptions: vscode.Disposable[];
  private document: vscode.TextDocument;
  private network: string | undefined;
  private running = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(document: vscode.TextDocument, line: number, drawing: Drawing, closed: () => void) {
    this.document = document;
    this.network = networkAt(document.getText(), document.offsetAt(new vscode.Position(line, 0)));
    this.drawing = drawing;
    const folder = vscode.Uri.joinPath(drawing.folder, 'out');
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.panel = vscode.window.createWebviewPanel('rnc.picture', 'Picture', column, {
      enableScripts: true,
      localResourceRoots: [folder],
      retainContextWhenHidden: true,
    });
    this.panel.iconPath = vscode.Uri.joinPath(drawing.folder, 'images', 'icon.png');
    const { webview } = this.panel;
    const script = webview.asWebviewUri(vscode.Uri.joinPath(folder, 'picture-view.js')).toString();
    this.subscriptions = [
      webview.onDidReceiveMessage(() => this.draw()),
      vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
        if (changed === this.document || changed.languageId === 'resnet') this.drawSoon();
      }),
      vscode.workspace.onDidSaveTextDocument(() => this.drawSoon()),
      vscode.window.onDidChangeActiveColorTheme(() => this.draw()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        if (textEditor.document === this.document) this.follow(selections[0]!.active.line);
      }),
    ];
    this.panel.onDidDispose(() => {
      this.stop();
      closed();
    });
    webview.html = picturePage({ title: 'Picture', script, source: webview.cspSource });
  }

  /** Shows another document, or another place in it. */
  show(document: vscode.TextDocument, line: number): void {
    this.document = document;
    this.network = networkAt(document.getText(), document.offsetAt(new vscode.Position(line, 0)));
    this.panel.reveal(undefined, true);
    void this.draw();
  }

  dispose(): void {
    this.panel.dispose();
  }

  private stop(): void {
    this.running.abort();
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Between the networks of a family the picture goes with the cursor. */
  private follow(line: number): void {
    const offset = this.document.offsetAt(new vscode.Position(line, 0));
    const network = networkAt(this.document.getText(), offset);
    if (network === this.network) return;
    this.network = network;
    this.drawSoon();
  }

  private drawSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), pause);
  }

  private async draw(): Promise<void> {
    this.running.abort();
    const running = new AbortController();
    this.running = running;
    this.panel.title = this.network ?? 'Picture';
    const { exitCode, stdout, stderr } = await this.drawing.run({
      args: [
        'picture',
        '-',
        '--columns',
        '1',
        '--theme',
        theme(),
        ...(this.network ? ['--network', this.network] : []),
      ],
      ...inputOf(this.document),
      signal: running.signal,
    });
    if (running.signal.aborted) return;
    const message: PictureMessage = exitCode === 0 ? { svg: stdout } : { problem: stderr.trim() };
    await this.panel.webview.postMessage(message);
  }
}

/** A document as it stands in the editor, saved or not, with the folder that its imports are in. */
export function inputOf(document: vscode.TextDocument): Pick<Run, 'cwd' | 'input'> {
  const input = document.getText();
  if (document.uri.scheme !== 'file') return { input };
  return { input, cwd: vscode.Uri.joinPath(document.uri, '..').fsPath };
}

function theme(): 'light' | 'dark' {
  const { Light, HighContrastLight } = vscode.ColorThemeKind;
  const { kind } = vscode.window.activeColorTheme;
  return kind === Light || kind === HighContrastLight ? 'light' : 'dark';
}
