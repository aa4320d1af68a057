import type { CheckResult } from './check.ts';
import type { CheckOptions } from './check-options.ts';
import { applyFixes } from './diagnostics/apply-fixes.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { hasErrors } from './diagnostics/diagnostic.ts';
import { count } from './diagnostics/render/rendering.ts';
import type { SourceFile } from './diagnostics/source.ts';
import type { Loader } from './linking/program.ts';

/** Fixes can uncover others, which get this many more rounds. */
const maximumRounds = 10;

export interface FixedFiles {
  /** Of the files as they are now. */
  readonly result: CheckResult;
  /** The files that changed, with their new text. */
  readonly changed: ReadonlyMap<string, SourceFile>;
  /** How many diagnostics had their fix applied. */
  readonly applied: number;
}

/** The files, and how many errors the edits of further rounds would have left, where these are more and so were not made. */
export interface Mended extends FixedFiles {
  readonly wouldLeave: number | undefined;
}

/**
 * Applies fixes to a file and its imports until none is left. A fix may uncover errors that the next rounds mend; of all rounds the last
 * with the fewest errors counts, so that no file gets worse than it was.
 */
export function fixInRounds(
  source: SourceFile,
  options: CheckOptions,
  check: (source: SourceFile, options?: CheckOptions) => CheckResult,
): Mended {
  let now: FixedFiles = { result: check(source, options), changed: new Map(), applied: 0 };
  let best = now;
  for (let round = 0; round < maximumRounds; round++) {
    const next = nextRound(source, options, check, now);
    if (next === undefined) break;
    now = next;
    if (errorsOf(now) <= errorsOf(best)) best = now;
  }
  return { ...best, wouldLeave: now === best ? undefined : errorsOf(now) };
}

const errorsOf = ({ result }: FixedFiles): number => count(result.diagnostics).errors;

function nextRound(
  source: SourceFile,
  options: CheckOptions,
  check: (source: SourceFile, options?: CheckOptions) => CheckResult,
  { result, changed, applied }: FixedFiles,
): FixedFiles | undefined {
  const fixed = applyFixes(causes(result.diagnostics), result.files, (name) => !name.startsWith('std/'));
  if (fixed.files.size === 0) return undefined;
  const files = new Map([...changed, ...fixed.files]);
  const load: Loader = (path, importer) => {
    const loaded = options.load?.(path, importer) ?? { kind: 'missing', tried: [] };
    return loaded.kind === 'file'
      ? { kind: 'file', file: files.get(loaded.file.name) ?? loaded.file }
      : loaded;
  };
  const next = check(files.get(source.name) ?? source, { ...options, load });
  return { result: next, changed: files, applied: applied + fixed.applied };
}

/** What could not be read may be why a name is not known, and that why a shape is wrong. */
const causesOrder = ['syntax', 'import', 'name'];

/**
 * The mendable diagnostics that follow from none of the others: the earliest sort of them. What is never used, or written in a poor way,
 * waits until nothing is wrong, for it may be used by what is.
 */
function causes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const rank = ({ code, severity }: Diagnostic): number => {
    if (severity === 'warning') return causesOrder.length + 1;
    const position = causesOrder.indexOf(code.split('/')[0]!);
    return position < 0 ? causesOrder.length : position;
  };
  const mendable = diagnostics.filter(({ fixes }) => fixes.length > 0);
  const first = Math.min(...mendable.map(rank));
  if (first > causesOrder.length && hasErrors(diagnostics)) return [];
  return mendable.filter((diagnostic) => rank(diagnostic) === first);
}
