import { checkOne, type Origin } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../index.ts';
import { type Config, readConfig } from './config.ts';
import { exitCodes } from './exit.ts';
import { checkOptions, limitsOf, type NetworkFlags } from './network-options.ts';
import { type Shown, showToPeople, withShownNames } from './show.ts';
import { readSpec } from './spec.ts';

/** The network that a command works on. */
export interface ChosenNetwork {
  readonly graph: Graph;
  readonly config: Config;
  /** The spec and what it imports. */
  readonly origin: Origin;
  /** What was found in them: nothing worse than warnings. */
  readonly warnings: readonly Diagnostic[];
  /** Those of them that are files, absolute. */
  readonly paths: readonly string[];
  /** Their names as people see them. */
  readonly shown: (name: string) => string;
  /** Diagnostics with these names. */
  readonly show: (diagnostics: readonly Diagnostic[]) => Shown;
}

/** The one network of a file; undefined, and said why on standard error, where there is none or a choice. */
export async function chooseNetwork(
  file: string,
  flags: NetworkFlags & { readonly color?: boolean },
): Promise<ChosenNetwork | undefined> {
  const config = await readConfig(file);
  const spec = await readSpec(file, limitsOf(flags, config));
  const { source, problems, shown } = spec;
  const { graph, diagnostics, origin } =
    problems.length === 0
      ? checkOne(source, checkOptions(flags, spec, config))
      : { graph: undefined, diagnostics: problems, origin: { files: new Map([[source.name, source]]) } };
  const show = (found: readonly Diagnostic[]): Shown => withShownNames(found, origin.files, shown);
  if (graph === undefined) {
    await showToPeople(show(diagnostics), 'stderr', flags.color);
    process.exitCode = exitCodes.wrongInput;
    return undefined;
  }
  const paths = [...origin.files.keys()].flatMap((name) => spec.pathOf(name) ?? []);
  return { graph, config, origin, warnings: diagnostics, paths, shown, show };
}
