import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import type { Program } from './program.ts';

/** The client of a program's language server; it is not started yet. */
export function makeClient(program: Program, output: vscode.LogOutputChannel): LanguageClient {
  const { command, args, environment } = program;
  const server: ServerOptions = {
    command,
    args: [...args, 'lsp', '--stdio'],
    options: { env: { ...process.env, ...environment } },
  };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'resnet' }],
    outputChannel: output,
    middleware: {
      handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(withExplanation)),
      provideDiagnostics: async (document, previous, token, next) => {
        const report = await next(document, previous, token);
        // The items belong to the client, which shows them as they are left here.
        if (report && 'items' in report) report.items.forEach(withExplanation);
        return report;
      },
      provideCodeLenses: async (document, token, next) =>
        (await next(document, token))?.map((lens) => withPicture(lens, document)),
    },
  };
  return new LanguageClient('rnc', 'rnc', server, options);
}

/** A click on a message's code explains it. */
function withExplanation(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  const { code } = diagnostic;
  if (typeof code !== 'string') return diagnostic;
  const argument = encodeURIComponent(JSON.stringify([code]));
  diagnostic.code = { value: code, target: vscode.Uri.parse(`command:rnc.explain?${argument}`) };
  return diagnostic;
}

/** A click on what stands above a network shows its picture. */
function withPicture(lens: vscode.CodeLens, document: vscode.TextDocument): vscode.CodeLens {
  const { line } = lens.range.start;
  const isNetwork = /^\s*network\b/.test(document.lineAt(line).text);
  if (lens.command?.command !== '' || !isNetwork) return lens;
  const { title } = lens.command;
  const picture = {
    command: 'rnc.showPicture',
    arguments: [document.uri, line],
    tooltip: 'Show the picture',
  };
  return new vscode.CodeLens(lens.range, { title, ...picture });
}
