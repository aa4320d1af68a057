import { analyse, limited } from './analyse.ts';
import type { CheckOptions } from './check-options.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { defaultLimits } from './diagnostics/limits.ts';
import type { SourceFile } from './diagnostics/source.ts';
import type { Graph } from './ir/graph.ts';

export interface CheckResult {
  /** The networks without errors, in the order of the file. */
  readonly networks: readonly Graph[];
  readonly diagnostics: readonly Diagnostic[];
  /** Every file read, by the name that diagnostics use. */
  readonly files: ReadonlyMap<string, SourceFile>;
}

/** Says what is wrong with a file, and gives its networks where nothing is. Never throws for bad input. */
export function check(source: SourceFile, options: CheckOptions = {}): CheckResult {
  const { networks, diagnostics, files } = analyse(source, options);
  const graphs = networks.flatMap(({ graph }) => graph ?? []);
  const sound = isReadable(diagnostics, files) ? graphs : [];
  return {
    networks: sound,
    diagnostics: limited(diagnostics, { ...defaultLimits, ...options.limits }),
    files,
  };
}

/** With an error in what the files say, rather than in what a network is made of, no network is trusted. */
function isReadable(diagnostics: readonly Diagnostic[], files: ReadonlyMap<string, SourceFile>): boolean {
  return !diagnostics.some(
    ({ code, severity, file }) =>
      severity === 'error' && files.has(file) && /^(syntax|import|name|limit)\//.test(code),
  );
}
