import type { CheckOptions } from './check-options.ts';
import { diagnose } from './diagnostics/diagnose.ts';
import type { Diagnostic, Location, Outcome } from './diagnostics/diagnostic.ts';
import { hasErrors } from './diagnostics/diagnostic.ts';
import { didYouMean } from './diagnostics/did-you-mean.ts';
import type { Limits } from './diagnostics/limits.ts';
import { defaultLimits, diagnosticsMade } from './diagnostics/limits.ts';
import { applyLintLevels } from './diagnostics/lint-levels.ts';
import type { SourceFile } from './diagnostics/source.ts';
import { library } from './generated/library.ts';
import type { Graph } from './ir/graph.ts';
import type { Observations } from './ir/observations.ts';
import { nothingSpent } from './ir/session.ts';
import type { Unroll } from './ir/unroll.ts';
import { unroll } from './ir/unroll.ts';
import { checkNames } from './linking/check-names.ts';
import { checkRecursion } from './linking/check-recursion.ts';
import { link } from './linking/link.ts';
import type { Loader, NetworkEntity, Program } from './linking/program.ts';
import type { Parse } from './parser/parse.ts';
import { readSetting } from './settings.ts';

/** What an editor asks for beside. */
export interface AnalysisOptions extends CheckOptions {
  /** Instead of the parser: one that remembers what it has read. */
  readonly parse?: Parse;
  /** Instead of unrolling every network: what remembers those that did not change. */
  readonly unroll?: Unroll;
  /** Whether each statement's effect is kept. */
  readonly observe?: boolean;
}

/** All that is known of a file, errors or not. */
export interface FileAnalysis {
  readonly program: Program;
  /** The networks that were unrolled, in the order of the file. */
  readonly networks: readonly AnalysedNetwork[];
  /** At the levels that the configuration asks for, each once; all of them. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every file read, by the name that diagnostics use. */
  readonly files: ReadonlyMap<string, SourceFile>;
}

export interface AnalysedNetwork {
  readonly entity: NetworkEntity;
  /**
   * Made when it is asked for, where it can wait. Undefined where unrolling it found an error; errors elsewhere in its file do not show
   * here.
   */
  readonly graph: Graph | undefined;
  /** What its statements did, as far as it has no error; undefined unless asked for. */
  readonly observations: Observations | undefined;
}

/** Reads a file and what it imports, and connects the names. */
export function readProgram(source: SourceFile, options: AnalysisOptions = {}): Outcome<Program> {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const load: Loader = options.load ?? (() => ({ kind: 'missing', tried: [] }));
  return link(source, load, library, limits, options.parse);
}

/** Reads, links and unrolls every network of a file, and keeps what it learnt on the way. Never throws for bad input. */
export function analyse(source: SourceFile, options: AnalysisOptions = {}): FileAnalysis {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const linked = readProgram(source, options);
  const program = linked.value;
  const modules = new Map(program.modules.map((module) => [module.file.name, module]));
  const files = new Map(program.modules.map(({ file }) => [file.name, file]));
  const names = program.modules
    .filter((module) => !module.library)
    .map((module) => checkNames(module, library, limits));
  const recursion = checkRecursion(
    names.flatMap(({ value }) => value),
    limits,
  );
  const diagnostics: Diagnostic[] = [
    ...linked.diagnostics,
    ...names.flatMap((found) => found.diagnostics),
    ...recursion.diagnostics,
  ];
  const networks: AnalysedNetwork[] = [];
  const spent = nothingSpent();
  const unrollNetwork = options.unroll ?? unroll;
  for (const entity of chooseNetworks(program, options, diagnostics)) {
    if (spent.exhausted) break;
    const values = settings(entity, options, program, diagnostics);
    if (values === undefined) continue;
    const unrolled = unrollNetwork(entity, {
      ...{ files, modules, limits, values, inputShape: options.inputShape, spent },
      recursive: recursion.value,
      observe: options.observe ?? false,
    });
    diagnostics.push(...unrolled.diagnostics);
    networks.push({
      entity,
      get graph() {
        return unrolled.graph;
      },
      get observations() {
        return unrolled.observations;
      },
    });
  }
  const levelled = applyLintLevels(distinct(diagnostics).filter(isForUser), options.lint ?? {});
  return { program, networks, diagnostics: levelled, files };
}

/** Nobody who uses the library can write it in a better way. */
function isForUser({ code, file }: Diagnostic): boolean {
  return !(code.startsWith('lint/') && library.has(file));
}

function chooseNetworks(
  program: Program,
  options: CheckOptions,
  diagnostics: Diagnostic[],
): readonly NetworkEntity[] {
  const { root } = program;
  const all = [...root.names.values()].filter(
    (entity): entity is NetworkEntity => entity.kind === 'network' && entity.module === root,
  );
  const start: Location = { file: root.file.name, span: { start: 0, end: 0 } };
  if (options.network !== undefined) {
    const chosen = all.find(({ declaration }) => declaration.name.text === options.network);
    if (chosen !== undefined) return [chosen];
    const names = all.map(({ declaration }) => declaration.name.text);
    const near = didYouMean(options.network, names);
    const help = near === undefined ? {} : { help: `did you mean \`${near}\`?` };
    diagnostics.push(diagnose('name/network', { name: options.network, names }, start, help));
    return [];
  }
  const empty = root.module.declarations.length === 0 && root.module.broken.size === 0;
  if (empty && !hasErrors(diagnostics)) {
    const help = '`network NAME { input 3 x 224 x 224 … }` declares one';
    diagnostics.push(diagnose('syntax/no-network', {}, start, { help }));
  }
  const given = options.set ?? new Map();
  return all.filter(({ declaration }) =>
    declaration.parameters.every(
      (parameter) => parameter.default !== undefined || given.has(parameter.name.text),
    ),
  );
}

function settings(
  network: NetworkEntity,
  { set }: CheckOptions,
  program: Program,
  diagnostics: Diagnostic[],
) {
  const values = new Map();
  for (const [name, text] of set ?? []) {
    const setting = readSetting(name, text, network, program.root);
    if (setting.value === undefined) {
      diagnostics.push(...setting.diagnostics);
      return undefined;
    }
    values.set(name, setting.value);
  }
  return values;
}

/**
 * Networks of one family run through the same blocks: what is wrong there is said once. Where an error stands, later ones at the same
 * place follow from it.
 */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, severity, file, span }) => {
    const place = `${file} ${span.start} ${span.end}`;
    const key = severity === 'error' ? place : `${code} ${place}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Those of an analysis that are shown: the first, errors before warnings where they are too many. */
export function limited(
  diagnostics: readonly Diagnostic[],
  limits: Pick<Limits, 'diagnostics'>,
): readonly Diagnostic[] {
  const limit = limits.diagnostics;
  if (diagnostics.length <= limit) return diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').slice(0, limit);
  const others = diagnostics.filter(({ severity }) => severity !== 'error').slice(0, limit - errors.length);
  const shown = new Set([...errors, ...others]);
  const [last] = diagnostics.filter((diagnostic) => !shown.has(diagnostic));
  const more = diagnostics.length - limit;
  return [
    ...diagnostics.filter((diagnostic) => shown.has(diagnostic)),
    diagnose('limit/diagnostics', { more, atLeast: diagnostics.length >= diagnosticsMade(limits) }, last!),
  ];
}
