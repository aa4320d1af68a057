import { makeReport, type Report } from './backends/report/index.ts';
import type { OutputFile, TargetName, TargetOptions, Weights } from './backends/targets.ts';
import { targets } from './backends/targets.ts';
import { check } from './check.ts';
import type { CheckOptions } from './check-options.ts';
import { diagnose } from './diagnostics/diagnose.ts';
import type { Diagnostic, Location, Outcome } from './diagnostics/diagnostic.ts';
import { hasErrors } from './diagnostics/diagnostic.ts';
import type { SourceFile } from './diagnostics/source.ts';
import { lineStarts, positionAt } from './diagnostics/source.ts';
import { type Graph, tensorsOf } from './ir/graph.ts';
import { misfits } from './weights/misfits.ts';

export interface ReportResult {
  readonly reports: readonly Report[];
  readonly diagnostics: readonly Diagnostic[];
  readonly files: ReadonlyMap<string, SourceFile>;
}

/** Checks a file and counts what each of its networks costs. */
export function report(source: SourceFile, options: CheckOptions = {}): ReportResult {
  const { networks, diagnostics, files } = check(source, options);
  const reports: Report[] = [];
  const found: Diagnostic[] = [...diagnostics];
  for (const graph of networks) {
    const made = makeReport(graph, locator(files));
    found.push(...made.diagnostics);
    if (!hasErrors(made.diagnostics)) reports.push(made.value);
  }
  return { reports, diagnostics: found, files };
}

export interface CompileOptions extends CheckOptions, TargetOptions {
  readonly target: TargetName;
  /** The network's tensors by name; without them a target writes the architecture alone. */
  readonly weights?: Weights;
}

export interface CompileResult {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceFile>;
}

/** Checks a file and writes one of its networks for a target: all of its files, or none and the reason. */
export function compile(source: SourceFile, options: CompileOptions): CompileResult {
  const { graph, diagnostics, origin } = checkOne(source, options);
  const failed = (more: readonly Diagnostic[]): CompileResult => ({
    files: [],
    diagnostics: [...diagnostics, ...more],
    sources: origin.files,
  });
  if (graph === undefined) return failed([]);
  const unfit = options.weights === undefined ? [] : misfits(tensorsOf(graph), options.weights);
  if (unfit.length > 0)
    return failed(unfit.map(({ code, parameters }) => diagnose(code, parameters, graph.source)));
  const emitted = emit(graph, options, origin);
  if (hasErrors(emitted.diagnostics)) return failed(emitted.diagnostics);
  return {
    files: emitted.value,
    diagnostics: [...diagnostics, ...emitted.diagnostics],
    sources: origin.files,
  };
}

/** Where a network came from: the file that was compiled, and every file that was read for it. */
export interface Origin {
  readonly name: string;
  readonly files: ReadonlyMap<string, SourceFile>;
}

export interface CheckedNetwork {
  /** Undefined where the file has errors, or no network or several: the diagnostics say which. */
  readonly graph: Graph | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly origin: Origin;
}

/** Checks a file of which one network is wanted. */
export function checkOne(source: SourceFile, options: CheckOptions): CheckedNetwork {
  const { networks, diagnostics, files } = check(source, options);
  const origin = { name: source.name, files };
  const start: Location = { file: source.name, span: { start: 0, end: 0 } };
  const refused = (...more: readonly Diagnostic[]): CheckedNetwork => ({
    graph: undefined,
    diagnostics: [...diagnostics, ...more],
    origin,
  });
  if (hasErrors(diagnostics)) return refused();
  const [graph, second] = networks;
  if (graph === undefined) return refused(diagnose('syntax/no-network', {}, start));
  if (second === undefined) return { graph, diagnostics, origin };
  const names = networks.map(({ name }) => name);
  return refused(
    diagnose('name/several-networks', { names }, start, { help: 'choose one with `--network NAME`' }),
  );
}

/** Writes a checked network for a target. */
export function emit(
  graph: Graph,
  { target, weights, ...options }: Pick<CompileOptions, 'target' | 'weights'> & TargetOptions,
  { name, files }: Origin,
): Outcome<readonly OutputFile[]> {
  const { batch = 1 } = options;
  if (!Number.isSafeInteger(batch) || batch < 1) {
    const parameters = { what: 'the batch', expected: 'a whole number of at least 1', actual: String(batch) };
    return { value: [], diagnostics: [diagnose('value/range', parameters, graph.source)] };
  }
  return targets[target]({ graph, weights, options, source: name, locate: locator(files) });
}

/** Says where a location is, in lines and columns from 1. */
export function locator(files: ReadonlyMap<string, SourceFile>) {
  const starts = new Map<string, readonly number[]>();
  return ({ file, span }: Location): { file: string; line: number; column: number } => {
    let lines = starts.get(file);
    if (lines === undefined) {
      lines = lineStarts(files.get(file)?.text ?? '');
      starts.set(file, lines);
    }
    const { line, column } = positionAt(lines, span.start);
    return { file, line, column };
  };
}
