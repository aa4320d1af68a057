import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CheckOptions } from '../check-options.ts';
import { defaultLimits } from '../diagnostics/limits.ts';
import { rememberingUnroll } from '../ir/known-networks.ts';
import {
  type Analysis,
  analyseDocument,
  checkOptionsFor,
  type Reading,
  readDocument,
  type Snapshot,
  type Surroundings,
} from './analysis.ts';
import type { Configuration, Host } from './host.ts';
import { makeParseMemory } from './remembered-parse.ts';
import { folderOf, keyOf } from './uris.ts';

/** So many files that are not open are kept as they were analysed. */
const mostUnopened = 200;

function fail(error: unknown): void {
  throw error;
}

/**
 * The documents that are open, what is known of each, and the files beside them. An analysis is made when it is first asked for, and
 * holds until its document, or a file that it asked for, changes.
 */
export class Workspace {
  /** The folders that the editor has open. */
  folders: readonly string[] = [];
  private readonly host: Host;
  private readonly documents = new Map<string, TextDocument>();
  /** Undefined where a bug in the compiler left nothing. */
  private readonly analyses = new Map<string, Analysis | undefined>();
  private readonly configurations = new Map<string, Configuration>();
  private readonly memory = makeParseMemory();
  private readonly unroll = rememberingUnroll();

  /** Is told when the compiler fails, which no text may make it do. */
  private readonly onBug: (error: unknown) => void;

  constructor(host: Host, onBug = fail) {
    this.host = host;
    this.onBug = onBug;
  }

  opened(document: TextDocument): void {
    this.documents.set(keyOf(document.uri), document);
    this.changed(document.uri);
  }

  closed(uri: string): void {
    this.documents.delete(keyOf(uri));
    this.changed(uri);
  }

  /**
   * A document has another text, or a file changed, came or went on the disk.
   *
   * @returns whether other documents import it
   */
  changed(uri: string): boolean {
    const key = keyOf(uri);
    let others = false;
    for (const [own, analysis] of this.analyses) {
      if (own !== key && !analysis?.asked.has(key)) continue;
      this.analyses.delete(own);
      others ||= own !== key;
    }
    return others;
  }

  configurationChanged(): void {
    this.configurations.clear();
    this.analyses.clear();
  }

  isOpen(uri: string): boolean {
    return this.documents.has(keyOf(uri));
  }

  /** Of an open document. */
  version(uri: string): number | undefined {
    return this.documents.get(keyOf(uri))?.version;
  }

  /** What is wrong with the configurations that were read. */
  problems(): readonly string[] {
    return [...this.configurations.values()].flatMap(({ problem }) => problem ?? []);
  }

  /** What is known of an open document, or of a file as it lies on the disk; undefined where there is neither. */
  analysis(uri: string): Analysis | undefined {
    const key = keyOf(uri);
    if (this.analyses.has(key)) return this.analyses.get(key);
    const snapshot = this.snapshot(uri);
    if (snapshot === undefined) return undefined;
    const analysis = this.analyse(snapshot);
    this.analyses.set(key, analysis);
    this.forgetUnopened();
    return analysis;
  }

  /** What is known of an open document without unrolling its networks; undefined where it is not open. */
  reading(uri: string): Reading | undefined {
    const key = keyOf(uri);
    if (this.analyses.has(key)) return this.analyses.get(key);
    const snapshot = this.isOpen(uri) ? this.snapshot(uri) : undefined;
    return snapshot && readDocument(snapshot, this.surroundings(uri));
  }

  /** What `check` needs to see an analysed document as the analysis saw it. */
  checkOptions({ uri }: Analysis): CheckOptions {
    return checkOptionsFor(uri, this.surroundings(uri), new Set());
  }

  /** Of every document that is open. */
  open(): readonly Analysis[] {
    return [...this.documents.values()].flatMap(({ uri }) => this.analysis(uri) ?? []);
  }

  /** Of every document that is open, and of every spec in the editor's folders: one after the other, for there may be many. */
  *all(): Generator<Analysis> {
    yield* this.open();
    for (const folder of this.folders)
      for (const uri of this.host.specs(folder)) {
        if (this.isOpen(uri)) continue;
        const analysis = this.analysis(uri);
        if (analysis !== undefined) yield analysis;
      }
  }

  configuration(uri: string): Configuration {
    const folder = folderOf(uri);
    if (folder === undefined) return { lint: {}, limits: defaultLimits, problem: undefined };
    const known = this.configurations.get(folder);
    if (known !== undefined) return known;
    const root = this.folders.find((candidate) => folder.startsWith(candidate));
    const configuration = this.host.configuration(folder, root);
    this.configurations.set(folder, configuration);
    return configuration;
  }

  private analyse(snapshot: Snapshot): Analysis | undefined {
    try {
      return analyseDocument(snapshot, this.surroundings(snapshot.uri));
    } catch (error) {
      this.onBug(error);
      return undefined;
    }
  }

  private surroundings(uri: string): Surroundings {
    return {
      host: this.host,
      configuration: this.configuration(uri),
      memory: this.memory,
      unroll: this.unroll,
      open: (other) => this.documents.get(keyOf(other))?.getText(),
    };
  }

  private snapshot(uri: string): Snapshot | undefined {
    const document = this.documents.get(keyOf(uri));
    if (document !== undefined)
      return { uri: document.uri, version: document.version, text: document.getText() };
    const text = this.host.read(uri, this.configuration(uri).limits);
    return text === undefined ? undefined : { uri, version: undefined, text };
  }

  private forgetUnopened(): void {
    const unopened = [...this.analyses.keys()].filter((key) => !this.documents.has(key));
    for (const key of unopened.slice(0, -mostUnopened)) this.analyses.delete(key);
  }
}
