import { defaultLimits } from '../diagnostics/limits.ts';
import { library } from '../generated/library.ts';
import { link } from '../linking/link.ts';
import type { Entity, LinkedModule } from '../linking/program.ts';

/** The standard library's files by import path. They are read when they are first asked for: a server must start quickly. */
export function libraryModules(): ReadonlyMap<string, LinkedModule> {
  known ??= new Map(
    [...library].map(([name, text]) => [
      name,
      link({ name, text }, () => ({ kind: 'missing', tried: [] }), library, defaultLimits).value.root,
    ]),
  );
  return known;
}

let known: ReadonlyMap<string, LinkedModule> | undefined;

/** What an import from a file can bring in: what it declares itself. */
export function exportsOf(linked: LinkedModule): readonly Entity[] {
  return [...linked.names.values()].filter(({ module }) => module === linked);
}
