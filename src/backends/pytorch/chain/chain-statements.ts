import type { Entry } from '../chain.ts';
import { addStatements, appendStatements, isPositional } from '../chain.ts';
import type { Statement } from '../statements.ts';
import { line } from '../statements.ts';

/** Makes a chain that no expression can be, in a variable: a list where names are positions, else the container. */
export function chainStatements(name: string, entries: readonly Entry[]): readonly Statement[] {
  return isPositional(entries)
    ? [line(`${name}: list[nn.Module] = []`), ...appendStatements(entries, name)]
    : [line(`${name} = nn.Sequential()`), ...addStatements(entries, name)];
}
