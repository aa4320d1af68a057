import { check } from './check.ts';
import type { CheckOptions } from './check-options.ts';
import { locator } from './compile.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { hasErrors } from './diagnostics/diagnostic.ts';
import type { SourceFile } from './diagnostics/source.ts';
import type { Difference } from './diff/difference.ts';
import { type Measured, measure } from './diff/measure.ts';
import { compareNetworks } from './diff/pair-networks.ts';

/** One of the two files to compare, with the network, the parameters' values and the input that it is compiled with. */
export interface DiffSide extends CheckOptions {
  readonly source: SourceFile;
  /** The name under which one of its files is shown; without it, its own. */
  readonly shown?: (name: string) => string;
}

export interface DiffResult {
  /** Undefined where one of the files has errors. */
  readonly difference: Difference | undefined;
  readonly before: CheckedSide;
  readonly after: CheckedSide;
}

export interface CheckedSide {
  readonly diagnostics: readonly Diagnostic[];
  /** Every file read, by the name that diagnostics use. */
  readonly files: ReadonlyMap<string, SourceFile>;
}

/**
 * Compares the networks of two files: the only network of each, or those of one name. Both may be the same file under other options;
 * undefined is a file that does not exist, so that all networks of the other are new or gone. Never throws for bad input.
 */
export function diff(before: DiffSide | undefined, after: DiffSide | undefined): DiffResult {
  const [old, now] = [measured(before), measured(after)];
  const sound = !hasErrors(old.checked.diagnostics) && !hasErrors(now.checked.diagnostics);
  return {
    difference: sound ? compareNetworks(old.networks, now.networks) : undefined,
    before: old.checked,
    after: now.checked,
  };
}

function measured(side: DiffSide | undefined): {
  readonly networks: readonly Measured[];
  readonly checked: CheckedSide;
} {
  if (side === undefined) return { networks: [], checked: { diagnostics: [], files: new Map() } };
  const { source, shown = (name) => name, ...options } = side;
  const { networks, diagnostics, files } = check(source, options);
  const locate = locator(files);
  const outcomes = networks.map((graph) =>
    measure(graph, shown(source.name), (location) => {
      const place = locate(location);
      return { ...place, file: shown(place.file) };
    }),
  );
  const found = [...diagnostics, ...outcomes.flatMap((outcome) => outcome.diagnostics)];
  return { networks: outcomes.map(({ value }) => value), checked: { diagnostics: found, files } };
}
