import { check } from '../check.ts';
import { compile } from '../compile.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { CheckOptions, Graph } from '../index.ts';
import { exitCodes } from './exit.ts';
import { showToPeople, withShownNames } from './show.ts';
import type { Spec } from './spec.ts';

/** The one network that a command compiles; undefined, and said why on standard error, where there is none or a choice. */
export async function chooseNetwork(
  spec: Spec,
  options: CheckOptions,
  colour: boolean | undefined,
): Promise<Graph | undefined> {
  const { source, problems } = spec;
  let refused = { diagnostics: problems, sources: new Map([[source.name, source]]) as Sources };
  if (problems.length === 0) {
    const { networks, diagnostics } = check(source, options);
    if (networks.length === 1 && !hasErrors(diagnostics)) return networks[0];
    // No target gets to see such a file: the compiler says what is wrong, or which networks there are.
    refused = compile(source, { ...options, target: 'tfjs' });
  }
  await showToPeople(withShownNames(refused.diagnostics, refused.sources, spec.shown), 'stderr', colour);
  process.exitCode = exitCodes.wrongInput;
  return undefined;
}

type Sources = Parameters<typeof withShownNames>[1];
