import { diagnose } from './diagnostics/diagnose.ts';
import type { Diagnostic, Location } from './diagnostics/diagnostic.ts';
import { hasErrors } from './diagnostics/diagnostic.ts';
import { didYouMean } from './diagnostics/did-you-mean.ts';
import type { Limits } from './diagnostics/limits.ts';
import { defaultLimits, diagnosticsMade } from './diagnostics/limits.ts';
import type { LintLevels } from './diagnostics/lint-levels.ts';
import { applyLintLevels } from './diagnostics/lint-levels.ts';
import type { SourceFile } from './diagnostics/source.ts';
import { library } from './generated/library.ts';
import { checkGraph } from './ir/checks/check-graph.ts';
import { elaborate } from './ir/elaborate.ts';
import type { Graph } from './ir/graph.ts';
import { nothingSpent } from './ir/session.ts';
import type { Shape } from './ir/shape.ts';
import { checkNames } from './linking/check-names.ts';
import { checkRecursion } from './linking/check-recursion.ts';
import { link } from './linking/link.ts';
import type { Loader, NetworkEntity, Program } from './linking/program.ts';
import { readSetting } from './settings.ts';

export interface CheckOptions {
  /** How imports of other files are read; without it there are none but `std/…`. */
  readonly load?: Loader;
  /** Only this network; without it, all that need no arguments. */
  readonly network?: string;
  /** Values for the network's parameters, as text: `classes` → `10`. */
  readonly set?: ReadonlyMap<string, string>;
  /** Channels, height and width instead of the network's `input`. */
  readonly inputShape?: Shape;
  readonly lint?: LintLevels;
  readonly limits?: Partial<Limits>;
}

export interface CheckResult {
  /** The networks without errors, in the order of the file. */
  readonly networks: readonly Graph[];
  readonly diagnostics: readonly Diagnostic[];
  /** Every file read, by the name that diagnostics use. */
  readonly files: ReadonlyMap<string, SourceFile>;
}

/** Reads, links and unrolls every network of a file, and says what is wrong with it. Never throws for bad input. */
export function check(source: SourceFile, options: CheckOptions = {}): CheckResult {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const load: Loader = options.load ?? (() => ({ kind: 'missing', tried: [] }));
  const linked = link(source, load, library, limits);
  const program = linked.value;
  const files = new Map(program.modules.map(({ file }) => [file.name, file]));
  const names = program.modules
    .filter((module) => !module.library)
    .map((module) => checkNames(module, library));
  const recursion = checkRecursion(names.flatMap(({ value }) => value));
  const diagnostics: Diagnostic[] = [
    ...linked.diagnostics,
    ...names.flatMap((found) => found.diagnostics),
    ...recursion.diagnostics,
  ];
  const networks: Graph[] = [];
  const spent = nothingSpent();
  for (const network of chooseNetworks(program, options, diagnostics)) {
    if (spent.exhausted) break;
    const values = settings(network, options, program, diagnostics);
    if (values === undefined) continue;
    const { value: graph, diagnostics: found } = elaborate(network, {
      limits,
      values,
      spent,
      recursive: recursion.value,
      ...(options.inputShape === undefined ? {} : { inputShape: options.inputShape }),
    });
    diagnostics.push(...found);
    if (graph === undefined) continue;
    diagnostics.push(...checkGraph({ graph, files }));
    networks.push(graph);
  }
  const levelled = applyLintLevels(distinct(diagnostics).filter(isForUser), options.lint ?? {});
  const sound = hasErrors(levelled.filter(({ code }) => !code.startsWith('lint/')))
    ? networksWithoutErrors(networks, program, levelled)
    : networks;
  return { networks: sound, diagnostics: limited(levelled, limits), files };
}

/** Nobody who uses the library can write it in a better way. */
function isForUser({ code, file }: Diagnostic): boolean {
  return !(code.startsWith('lint/') && library.has(file));
}

/** With an error in the root file itself, no network of it is trusted. */
function networksWithoutErrors(
  networks: readonly Graph[],
  program: Program,
  diagnostics: readonly Diagnostic[],
): readonly Graph[] {
  const files = new Set(program.modules.map(({ file }) => file.name));
  const structural = diagnostics.some(
    ({ code, severity, file }) =>
      severity === 'error' && files.has(file) && /^(syntax|import|name|limit)\//.test(code),
  );
  return structural ? [] : networks;
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

/** The first of them, errors before warnings where not all are shown. */
function limited(diagnostics: readonly Diagnostic[], { diagnostics: limit }: Limits): readonly Diagnostic[] {
  if (diagnostics.length <= limit) return diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').slice(0, limit);
  const others = diagnostics.filter(({ severity }) => severity !== 'error').slice(0, limit - errors.length);
  const shown = new Set([...errors, ...others]);
  const [last] = diagnostics.filter((diagnostic) => !shown.has(diagnostic));
  const more = diagnostics.length - limit;
  return [
    ...diagnostics.filter((diagnostic) => shown.has(diagnostic)),
    diagnose('limit/diagnostics', { more, atLeast: diagnostics.length >= diagnosticsMade }, last!),
  ];
}
