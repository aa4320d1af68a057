import { TextDocument } from 'vscode-languageserver-textdocument';
import { completion } from './completion.ts';
import { diagnosticsByFile } from './diagnostics.ts';
import type { Host } from './host.ts';
import { inlayHints } from './inlay-hints.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { Workspace } from './workspace.ts';

/** In a longer text one keystroke takes so long that it would be felt. */
const mostCharacters = 200_000;

/** Typed into the middle of the copy, a statement and the space behind it. */
const typed = '\nwarm: conv 3x3, ';

/**
 * Types into a copy of a document, a character each time that it is asked, and does what an editor then asks for. The engine compiles
 * what it runs often: the first keystroke takes five times as long as those behind the tenth, where nothing was typed before.
 */
export function* warmUp(document: TextDocument, host: Host): Generator<void> {
  const { uri, languageId } = document;
  const copy = TextDocument.create(uri, languageId, 0, document.getText());
  // What is wrong with the compiler or with the configuration, the document itself tells.
  const workspace = new Workspace(host, () => {});
  workspace.opened(copy);
  const line = Math.floor(copy.lineCount / 2);
  const middle = copy.offsetAt({ line, character: 0 }) - 1;
  for (let index = 0; index < typed.length; index++) {
    const place = copy.positionAt(middle + index);
    TextDocument.update(copy, [{ range: { start: place, end: place }, text: typed[index]! }], index + 1);
    workspace.changed(uri);
    const reading = workspace.reading(uri);
    if (reading === undefined) return;
    const sources = { ...reading, snippets: true, importable: () => [], follow: () => undefined };
    completion(sources, copy.positionAt(middle + index + 1));
    diagnosticsByFile(workspace.open(), host.explanation);
    const analysis = workspace.analysis(uri);
    if (analysis === undefined) return;
    inlayHints(analysis, { start: { line, character: 0 }, end: { line: line + 50, character: 0 } });
    semanticTokens(analysis);
    yield;
  }
}

/** Warms up on the first document that is opened, while nothing else is to be done. Who types warms up without it, and it ends. */
export class WarmUp {
  private readonly host: Host;
  private readonly opened = new WeakSet<TextDocument>();
  private state: 'cold' | Generator<void> | 'warm' = 'cold';

  constructor(host: Host) {
    this.host = host;
  }

  /** A document was opened, or typed into. */
  changed(document: TextDocument): void {
    if (this.opened.has(document)) this.state = 'warm';
    this.opened.add(document);
    if (this.state !== 'cold' || document.getText().length > mostCharacters) return;
    this.state = warmUp(document, this.host);
    this.host.idle(() => this.step());
  }

  private step(): void {
    if (typeof this.state === 'string') return;
    try {
      if (this.state.next().done) this.state = 'warm';
      else this.host.idle(() => this.step());
    } catch {
      // A bug, which is told where somebody asks for what failed.
      this.state = 'warm';
    }
  }
}
