import type { CheckOptions, CheckResult } from './check.ts';
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

/**
 * Applies fixes to a file and its imports until none is left. A round that leaves more errors than it found is dropped, so that no file
 * gets worse than it was.
 */
export function fixInRounds(
  source: SourceFile,
  options: CheckOptions,
  check: (source: SourceFile, options?: CheckOptions) => CheckResult,
): FixedFiles {
  let result = check(source, options);
  const changed = new Map<string, SourceFile>();
  let applied = 0;
  for (let round = 0; round < maximumRounds; round++) {
    const fixed = applyFixes(causes(result.diagnostics), result.files, (name) => !name.startsWith('std/'));
    if (fixed.files.size === 0) break;
    const candidate = new Map([...changed, ...fixed.files]);
    const load: Loader = (path, importer) => {
      const loaded = options.load?.(path, importer) ?? { kind: 'missing', tried: [] };
      return loaded.kind === 'file'
        ? { kind: 'file', file: candidate.get(loaded.file.name) ?? loaded.file }
        : loaded;
    };
    const next = check(candidate.get(source.name) ?? source, { ...options, load });
    if (count(next.diagnostics).errors > count(result.diagnostics).errors) break;
    for (const [name, file] of fixed.files) changed.set(name, file);
    applied += fixed.applied;
    result = next;
  }
  return { result, changed, applied };
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
