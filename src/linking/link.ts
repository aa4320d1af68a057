import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Fix, Location, Outcome, Span } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { Findings } from '../diagnostics/findings.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import type { Declaration, Import, Module } from '../parser/ast.ts';
import { type Parse, parse as parseFile } from '../parser/parse.ts';
import { escapeString } from '../parser/strings.ts';
import { likelyPaths } from './import-path.ts';
import type { Entity, LinkedModule, Loader, Program } from './program.ts';

/**
 * Reads the root file and everything it imports, and connects the names. Each file is parsed once, however often it is imported.
 */
export function link(
  root: SourceFile,
  load: Loader,
  library: ReadonlyMap<string, string>,
  limits: Limits,
  parse: Parse = parseFile,
): Outcome<Program> {
  const findings = new Findings(limits);
  const linked = new Map<string, LinkedModule>();
  const faulty = new Set<string>();
  const left = { bytes: limits.bytes, tokens: limits.tokens };

  const open = (file: SourceFile, chain: readonly string[]): LinkedModule => {
    const known = linked.get(file.name);
    if (known !== undefined) return known;
    const inLibrary = library.has(file.name);
    const parsed = parse(file, limits, inLibrary ? limits.tokens : left.tokens);
    if (!inLibrary) left.tokens -= parsed.value.tokens.length + parsed.value.comments.length;
    for (const diagnostic of parsed.diagnostics) findings.add(diagnostic);
    if (hasErrors(parsed.diagnostics)) faulty.add(file.name);
    const { module } = parsed.value;
    const names = new Map<string, Entity>();
    const missing = new Set(module.broken);
    const imports = new Map<Import, LinkedModule>();
    const self: LinkedModule = { file, module, names, imports, missing, library: inLibrary };
    linked.set(file.name, self);
    declareAll(module, self, names, findings);
    for (const statement of module.imports) {
      const imported = resolve(statement, file, [...chain, file.name]);
      if (imported !== undefined) {
        imports.set(statement, imported);
        bringIn(statement, imported, self, names, findings);
      }
      for (const { name, alias } of statement.names)
        if (!names.has((alias ?? name).text)) missing.add((alias ?? name).text);
    }
    return self;
  };

  const resolve = (
    statement: Import,
    importer: SourceFile,
    chain: readonly string[],
  ): LinkedModule | undefined => {
    const path = statement.path.text;
    const at = { file: importer.name, span: statement.path.span };
    const fail = (diagnostic: Diagnostic): undefined => {
      findings.add(diagnostic);
      return undefined;
    };
    if (findings.isFull('error')) return undefined;
    if (chain.length > limits.importDepth)
      return fail(diagnose('limit/import-depth', { limit: limits.importDepth }, at));
    if (linked.size >= limits.files) return fail(diagnose('limit/imports', { limit: limits.files }, at));
    const read = (name: string) =>
      name.startsWith('std/') ? fromLibrary(name, library) : load(name, importer.name);
    const loaded = read(path);
    /** `did you mean …?`, with the edit where it leads to a file that can be imported. */
    const suggest = (near: string | undefined): { help?: string; fixes?: Fix[] } => {
      if (near === undefined) return {};
      const help = `did you mean \`${near}\`?`;
      const meant = read(near);
      if (meant.kind !== 'file' || chain.includes(meant.file.name)) return { help };
      const edits = [{ ...at, text: `"${escapeString(near)}"` }];
      return { help, fixes: [{ title: `import \`${near}\``, edits }] };
    };
    const likely = (): string | undefined =>
      likelyPaths(path).find((name) => name !== path && read(name).kind === 'file');
    if (loaded.kind === 'missing') {
      const inLibrary = path.startsWith('std/');
      const near = (inLibrary ? didYouMean(path, library.keys()) : loaded.near) ?? likely();
      const details =
        inLibrary && near === undefined
          ? { help: `the library has ${[...library.keys()].join(', ')}` }
          : suggest(near);
      return fail(diagnose('import/not-found', { path, tried: loaded.tried }, at, details));
    }
    if (loaded.kind === 'outside') return fail(diagnose('import/outside', { path }, at));
    if (loaded.kind === 'invalid')
      return fail(diagnose('import/path', { path, reason: loaded.reason }, at, suggest(likely())));
    const beyond = loaded.kind === 'file' ? tooLarge(loaded.file, at) : beyondBytes(loaded.bytes, at);
    if (loaded.kind === 'too-large' || beyond !== undefined) return fail(beyond!);
    const position = chain.indexOf(loaded.file.name);
    if (position >= 0) {
      const cycle = [...chain.slice(position), loaded.file.name];
      return fail(diagnose('import/cycle', { cycle }, at));
    }
    const module = open(loaded.file, chain);
    if (faulty.has(loaded.file.name)) findings.add(diagnose('import/errors', { path }, at));
    return module;
  };

  const beyondBytes = (bytes: number, at: Location): Diagnostic =>
    diagnose('limit/bytes', { bytes: limits.bytes - left.bytes + bytes, limit: limits.bytes }, at);

  /** Counts a file's bytes, those of the library aside; undefined where they are within the limit. */
  const tooLarge = (file: SourceFile, at: Location): Diagnostic | undefined => {
    if (library.has(file.name) || linked.has(file.name)) return undefined;
    const bytes = bytesOf(file.text);
    if (bytes > left.bytes) return beyondBytes(bytes, at);
    left.bytes -= bytes;
    return undefined;
  };

  const beyond = tooLarge(root, { file: root.name, span: { start: 0, end: 0 } });
  if (beyond !== undefined) findings.add(beyond);
  const rootModule = open(beyond === undefined ? root : { ...root, text: '' }, []);
  return { value: { root: rootModule, modules: [...linked.values()] }, diagnostics: findings.all };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function fromLibrary(path: string, library: ReadonlyMap<string, string>): ReturnType<Loader> {
  const text = library.get(path);
  return text === undefined ? { kind: 'missing', tried: [] } : { kind: 'file', file: { name: path, text } };
}

function declareAll(
  module: Module,
  linkedModule: LinkedModule,
  names: Map<string, Entity>,
  findings: Findings,
): void {
  for (const declaration of module.declarations) {
    const { text: name, span } = declaration.name;
    const earlier = names.get(name);
    if (earlier !== undefined) {
      findings.add(
        duplicate(name, declaration.kind, linkedModule.file.name, span, earlier.declaration.name.span),
      );
      continue;
    }
    names.set(name, entityOf(declaration, linkedModule));
  }
}

function entityOf(declaration: Declaration, module: LinkedModule): Entity {
  return declaration.kind === 'block'
    ? { kind: 'block', declaration, module }
    : { kind: 'network', declaration, module };
}

function bringIn(
  statement: Import,
  from: LinkedModule,
  into: LinkedModule,
  names: Map<string, Entity>,
  findings: Findings,
): void {
  const file = into.file.name;
  for (const { name, alias } of statement.names) {
    const named = from.names.get(name.text);
    const entity = named?.module === from ? named : undefined;
    const local = alias ?? name;
    if (entity === undefined) {
      if (from.module.broken.has(name.text) || findings.isFull('error')) continue;
      const own = [...from.names].filter(([, { module }]) => module === from).map(([text]) => text);
      const near = didYouMean(name.text, own);
      const at = { file, span: name.span };
      findings.add(
        diagnose('import/name', { name: name.text, path: statement.path.text }, at, {
          help:
            near === undefined
              ? `it declares ${own.slice(0, 20).join(', ') || 'nothing'}`
              : `did you mean \`${near}\`?`,
          fixes: near === undefined ? [] : [{ title: `write \`${near}\``, edits: [{ ...at, text: near }] }],
        }),
      );
      continue;
    }
    const earlier = names.get(local.text);
    if (earlier === undefined) names.set(local.text, entity);
    else
      findings.add(
        duplicate(
          local.text,
          'import',
          file,
          local.span,
          earlier.module.file.name === file ? earlier.declaration.name.span : undefined,
        ),
      );
  }
}

function duplicate(
  name: string,
  kind: string,
  file: string,
  span: Span,
  earlier: Span | undefined,
): Diagnostic {
  const related = earlier === undefined ? [] : [{ file, span: earlier, message: 'first here' }];
  return diagnose('name/duplicate', { name, kind }, { file, span }, { related });
}
