import type { Code, ParametersOf } from '../diagnostics/catalogue.ts';
import type { Details } from '../diagnostics/diagnose.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Fix, Location, Span } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { Findings } from '../diagnostics/findings.ts';
import type * as ast from '../parser/ast.ts';
import type { NameObserver } from './name-meaning.ts';
import { meansLocal } from './name-meaning.ts';
import type { Call, Entity, LinkedModule } from './program.ts';

export interface Local {
  readonly kind: 'parameter' | 'let' | 'index';
  readonly span: Span;
  /** Of a `let`, its whole statement. */
  readonly statement: Span | undefined;
  used: boolean;
}

/** What the check of one file's names collects and sees. */
export interface NameScope {
  readonly linked: LinkedModule;
  /** The standard library's texts, to know which of its files has a name. */
  readonly library: ReadonlyMap<string, string>;
  readonly findings: Findings;
  readonly used: Set<Entity>;
  /** Calls of what is declared; what a parameter holds is known when it is called. */
  readonly calls: Call[];
  /** Names by braces, the innermost last. */
  readonly locals: Map<string, Local>[];
  /** The labels of one block or network that stand before this place, each with the statements that may have given it. */
  readonly labels: Map<string, Location[]>;
  /** All labels of the file, by the declaration they stand in. */
  readonly labelsOf: ReadonlyMap<ast.Declaration, ReadonlyMap<string, Span>>;
  readonly declaration: ast.Declaration;
  /** Names that this declaration uses and nobody declares, as far as they are reported. */
  readonly unknown: Set<string>;
  /** Words of what could not be read: any of them may be declared or used there. */
  readonly doubtful: ReadonlySet<string>;
  /** Inside `projection { … }`, where `join` is known. */
  readonly projecting: boolean;
  /** Inside braces that may not run, or run again. */
  readonly conditional: boolean;
  readonly observe: NameObserver | undefined;
}

export function report<C extends Code>(
  scope: NameScope,
  code: C,
  parameters: ParametersOf<C>,
  span: Span,
  details: Details = {},
): void {
  scope.findings.add(diagnose(code, parameters, at(scope, span), details));
}

/** Whether so many names were wrong that looking for what others may mean, among all that there are, is not worth the time. */
export function isFull({ findings }: NameScope): boolean {
  return findings.isFull('error');
}

export function at({ linked }: NameScope, span: Span): Location {
  return { file: linked.file.name, span };
}

export function reportUnknown(
  scope: NameScope,
  name: ast.Name,
  kind: string,
  near: string | undefined,
  otherwise: Details,
): void {
  if (isFull(scope)) return;
  const { missing } = scope.linked;
  if (scope.doubtful.has(name.text) || missing.has(name.text)) return;
  if (didYouMean(name.text, missing) !== undefined) return;
  if (near !== undefined) markUsed(scope, near);
  // One declaration is missing, however often its name is used; a misspelling is mended wherever it stands.
  else if (scope.unknown.has(name.text)) return;
  scope.unknown.add(name.text);
  const details = near === undefined ? otherwise : suggest(scope, name.span, near);
  report(scope, 'name/unknown', { name: name.text, kind }, name.span, details);
}

/** What was probably meant is not also unused. */
function markUsed(scope: NameScope, name: string): void {
  const local = lookUp(scope, name);
  if (local !== undefined) local.used = true;
  const entity = scope.linked.names.get(name);
  if (entity !== undefined) scope.used.add(entity);
}

/** `did you mean …?`, with the edit. */
export function suggest(scope: NameScope, span: Span, near: string): { help: string; fixes: Fix[] } {
  const edits = [{ ...at(scope, span), text: near }];
  return { help: `did you mean \`${near}\`?`, fixes: [{ title: `write \`${near}\``, edits }] };
}

export function lookUp(scope: NameScope, name: string): Local | undefined {
  for (let depth = scope.locals.length - 1; depth >= 0; depth--) {
    const local = scope.locals[depth]!.get(name);
    if (local !== undefined) return local;
  }
  return undefined;
}

/** The block or network of that name, unless something in this declaration hides it. */
export function entityOf(scope: NameScope, { text }: ast.Name): Entity | undefined {
  return lookUp(scope, text) === undefined ? scope.linked.names.get(text) : undefined;
}

export function declare(scope: NameScope, name: ast.Name, kind: Local['kind'], statement?: Span): void {
  const locals = scope.locals.at(-1)!;
  const earlier = locals.get(name.text);
  if (earlier !== undefined) {
    const related = [{ ...at(scope, earlier.span), message: 'first here' }];
    const what = kind === 'let' ? 'name' : kind;
    report(scope, 'name/duplicate', { name: name.text, kind: what }, name.span, { related });
  }
  const used = (earlier?.used ?? false) || scope.doubtful.has(name.text);
  const local: Local = { kind, span: name.span, statement, used };
  locals.set(name.text, local);
  // A stage's `index` is written nowhere.
  if (name.span.end - name.span.start === name.text.length) meansLocal(scope, name, local);
}

/** Runs `body` with names of its own, and says which of them nothing used. */
export function inScope(
  scope: NameScope,
  names: readonly ast.Name[],
  kind: Local['kind'],
  body: () => void,
): void {
  scope.locals.push(new Map());
  for (const name of names) declare(scope, name, kind);
  body();
  for (const [name, local] of scope.locals.pop()!) {
    if (local.used || local.kind === 'index') continue;
    const fixes = local.statement === undefined ? [] : [removal(scope, local.statement)];
    report(scope, 'lint/unused', { kind: local.kind, name }, local.span, { fixes });
  }
}

/** Takes a statement or declaration out, with its line and its `///` lines where nothing else stands there. */
export function removal(scope: NameScope, { start, end }: Span): Fix {
  const { text } = scope.linked.file;
  const before = /(?:[ \t]*\/\/\/[^\r\n]*(?:\r\n|\r|\n))*[ \t]*$/.exec(
    text.slice(Math.max(0, start - 2000), start),
  )!;
  const behind = /^[ \t]*;?[ \t]*(?:\r\n|\r|\n|$)/.exec(text.slice(end, end + 200));
  const from = start - before[0].length;
  const startsLine = from === 0 || /[\r\n]/.test(text[from - 1]!);
  const span = startsLine && behind !== null ? { start: from, end: end + behind[0].length } : { start, end };
  return { title: 'remove it', edits: [{ ...at(scope, span), text: '' }] };
}
