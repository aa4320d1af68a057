import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { makeClient } from './client.ts';
import { Pages, scheme } from './pages.ts';
import { inputOf, PicturePanel } from './picture-panel.ts';
import { chooseProgram, type Program } from './program.ts';
import { type Run, runRnc } from './run-rnc.ts';

let client: LanguageClient | undefined;

/** Called by the editor when the first spec is opened, or a command is given. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('rnc', { log: true });
  const pages = new Pages();
  let panel: PicturePanel | undefined;

  const program = (): Program =>
    chooseProgram({
      setting: vscode.workspace.getConfiguration('rnc').get('path', ''),
      folders: (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file')
        .map(({ uri }) => uri.fsPath),
      trusted: vscode.workspace.isTrusted,
      bundled: context.asAbsolutePath(join('out', 'rnc', 'cli.js')),
      exists: existsSync,
      join,
      editor: process.execPath,
    });
  const run = (what: Run) => runRnc(program(), what);

  /** The server, started; what goes wrong is shown, and the commands work without it. */
  const start = async (): Promise<void> => {
    const chosen = program();
    output.info(`starting ${[chosen.command, ...chosen.args].join(' ')} lsp`);
    client = makeClient(chosen, output);
    try {
      await client.start();
    } catch (error) {
      const choice = await vscode.window.showErrorMessage(
        `rnc’s language server does not start: ${error instanceof Error ? error.message : error}`,
        'Show Output',
      );
      if (choice !== undefined) output.show();
    }
  };
  const restart = async (): Promise<void> => {
    await stop();
    await start();
  };

  const showPicture = async (uri?: vscode.Uri, line?: number): Promise<void> => {
    const place = await placeOf(uri, line);
    if (place === undefined) return;
    if (panel === undefined) {
      const closed = (): void => {
        panel = undefined;
      };
      panel = new PicturePanel(place.document, place.line, { folder: context.extensionUri, run }, closed);
    } else panel.show(place.document, place.line);
  };

  const showReport = async (uri?: vscode.Uri): Promise<void> => {
    const document = (await placeOf(uri))?.document;
    if (document === undefined) return;
    const { exitCode, stdout, stderr } = await run({
      args: ['report', '-', '--format', 'markdown'],
      ...inputOf(document),
    });
    if (exitCode === 0) await pages.show(`${nameOf(document)} report.md`, stdout);
    else void vscode.window.showErrorMessage(stderr.split('\n')[0] ?? '');
  };

  const explain = async (code?: string): Promise<void> => {
    const wanted = code ?? codeAtCursor();
    if (wanted === undefined) {
      void vscode.window.showInformationMessage('There is no message of rnc at the cursor.');
      return;
    }
    const { exitCode, stdout, stderr } = await run({ args: ['explain', wanted, '--format', 'markdown'] });
    if (exitCode === 0) await pages.show(`${wanted}.md`, stdout);
    else void vscode.window.showErrorMessage(stderr);
  };

  context.subscriptions.push(
    output,
    vscode.workspace.registerTextDocumentContentProvider(scheme, pages),
    vscode.commands.registerCommand('rnc.showPicture', showPicture),
    vscode.commands.registerCommand('rnc.showReport', showReport),
    vscode.commands.registerCommand('rnc.explain', explain),
    vscode.commands.registerCommand('rnc.restartServer', restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('rnc.path')) void restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    { dispose: () => panel?.dispose() },
  );
  await start();
}

export function deactivate(): Promise<void> {
  return stop();
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  // A server that never started, or died, cannot be stopped.
  await running?.dispose().catch(() => {});
}

interface Place {
  readonly document: vscode.TextDocument;
  readonly line: number;
}

/** What a command was given, or else where the cursor is. */
async function placeOf(uri: vscode.Uri | undefined, line?: number): Promise<Place | undefined> {
  const editor = vscode.window.activeTextEditor;
  const here = editor?.document.languageId === 'resnet' ? editor : undefined;
  const document = uri === undefined ? here?.document : await vscode.workspace.openTextDocument(uri);
  if (document === undefined) return undefined;
  const cursor = here?.document === document ? here.selection.active.line : 0;
  return { document, line: typeof line === 'number' ? line : cursor };
}

function nameOf(document: vscode.TextDocument): string {
  return document.uri.path.split('/').at(-1) ?? '';
}

/** The code of the message that the cursor stands in. */
function codeAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { active } = editor.selection;
  const found = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === 'rnc' && range.contains(active))
    .map(({ code }) => (typeof code === 'object' ? code.value : code));
  return found[0] === undefined ? undefined : String(found[0]);
}
