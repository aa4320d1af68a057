import Module from 'node:module';
import { posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What was asked of the editor: the function's name, as `window.createWebviewPanel`, and what it was given. */
export interface Call {
  readonly name: string;
  readonly given: readonly unknown[];
}

/**
 * A stand-in for the module `vscode`, for the extension as it is built. Some of it is real: addresses, positions, events, commands. All the
 * rest is there under every name, can be called, constructed and extended, does nothing, and is noted.
 */
export class FakeEditor {
  readonly calls: Call[] = [];
  readonly commands = new Map<string, (...given: readonly unknown[]) => unknown>();
  private readonly listeners = new Map<string, ((event: unknown) => unknown)[]>();
  private readonly known: ReadonlyMap<string, unknown>;

  constructor(known: Readonly<Record<string, unknown>>) {
    const commands = this.commands;
    this.known = new Map<string, unknown>([
      ['version', '1.99.0'],
      ['EventEmitter', EventEmitter],
      ['Uri', Uri],
      ['Position', Position],
      ['Range', Range],
      ['Diagnostic', Diagnostic],
      ['CancellationTokenSource', CancellationTokenSource],
      ['workspace.isTrusted', true],
      ['workspace.textDocuments', []],
      ['workspace.notebookDocuments', []],
      ['workspace.workspaceFolders', undefined],
      ['window.visibleTextEditors', []],
      ['window.tabGroups.all', []],
      ['window.activeTextEditor', undefined],
      [
        'languages.match',
        (selector: { language: string }[], { languageId }: { languageId: string }) =>
          selector.some(({ language }) => language === languageId) ? 10 : 0,
      ],
      [
        'commands.registerCommand',
        (name: string, run: () => unknown) => {
          commands.set(name, run);
          return { dispose: () => commands.delete(name) };
        },
      ],
      ...Object.entries(known),
    ]);
  }

  /** What the extension imports as `vscode`. */
  get module(): unknown {
    // The bundler makes an object with the module's prototype.
    const whole = this.thing('') as object;
    return new Proxy({}, { get: (_, key) => Reflect.get(whole, key), getPrototypeOf: () => whole });
  }

  /** Tells whoever listens: `fire('workspace.onDidOpenTextDocument', document)`. */
  fire(name: string, event: unknown): void {
    for (const listener of this.listeners.get(name) ?? []) listener(event);
  }

  /** What the functions of a name were given. */
  given(name: string): readonly (readonly unknown[])[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.given);
  }

  private thing(path: string): unknown {
    const name = path.slice(path.lastIndexOf('.') + 1);
    return new Proxy(class {} as never as () => void, {
      get: (target, key) => {
        if (key === 'prototype') return Reflect.get(target, key);
        // Nothing here is a promise, nor a list.
        if (typeof key === 'symbol' || key === 'then') return undefined;
        const inner = path === '' ? key : `${path}.${key}`;
        return this.known.has(inner) ? this.known.get(inner) : this.thing(inner);
      },
      apply: (_target, _self, given) => {
        this.calls.push({ name: path, given });
        if (/^on[A-Z]/.test(name) && typeof given[0] === 'function')
          this.listeners.set(path, [...(this.listeners.get(path) ?? []), given[0]]);
        return this.thing(`${path}()`);
      },
      construct: (target, given, made) => Reflect.construct(target, given, made),
      set: () => true,
    });
  }
}

type Loader = { _load: (request: string, ...rest: readonly unknown[]) => unknown };

/** Runs `load` with `require('vscode')` answered by the editor. */
export function withEditor<T>(editor: FakeEditor, load: () => T): T {
  const loader = Module as unknown as Loader;
  const original = loader._load;
  loader._load = (request, ...rest) =>
    request === 'vscode' ? editor.module : original.call(loader, request, ...rest);
  try {
    return load();
  } finally {
    loader._load = original;
  }
}

class EventEmitter {
  private readonly listeners: ((event: unknown) => unknown)[] = [];
  readonly event = (listener: (event: unknown) => unknown): { dispose: () => void } => {
    this.listeners.push(listener);
    return { dispose: () => {} };
  };
  fire(event: unknown): void {
    for (const listener of this.listeners) listener(event);
  }
  dispose(): void {}
}

export class Uri {
  readonly scheme: string;
  readonly path: string;
  private readonly text: string;
  private constructor(scheme: string, path: string, text: string) {
    this.scheme = scheme;
    this.path = path;
    this.text = text;
  }
  static parse(text: string): Uri {
    const colon = text.indexOf(':');
    return new Uri(text.slice(0, colon), text.slice(colon + 1).replace(/^\/\/[^/]*/, ''), text);
  }
  static file(path: string): Uri {
    return new Uri('file', path, pathToFileURL(path).href);
  }
  static from({ scheme, path }: { scheme: string; path: string }): Uri {
    return new Uri(scheme, path, `${scheme}:${path}`);
  }
  static joinPath(uri: Uri, ...parts: readonly string[]): Uri {
    const path = posix.join(uri.path, ...parts);
    return uri.scheme === 'file' ? Uri.file(path) : Uri.from({ scheme: uri.scheme, path });
  }
  get fsPath(): string {
    return fileURLToPath(this.text);
  }
  toString(): string {
    return this.text;
  }
}

class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(...given: readonly [Position, Position] | readonly [number, number, number, number]) {
    const [a, b, c, d] = given;
    this.start = typeof a === 'number' ? new Position(a, b as number) : a;
    this.end = typeof a === 'number' ? new Position(c!, d!) : (b as Position);
  }
}

class CancellationTokenSource {
  readonly token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => {} }) };
  cancel(): void {}
  dispose(): void {}
}

class Diagnostic {
  code: unknown;
  source: unknown;
  readonly range: Range;
  readonly message: string;
  constructor(range: Range, message: string) {
    this.range = range;
    this.message = message;
  }
}
