import type { Details } from '../diagnostics/diagnose.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { NameScope } from './name-scope.ts';
import { at } from './name-scope.ts';

/** For a name that the file does not know but the standard library does: which import brings it in, and the edit. */
export function offerImport(scope: NameScope, name: string, kind: 'block' | 'network'): Details | undefined {
  for (const [path, text] of scope.library) {
    const names = [...text.matchAll(new RegExp(`^${kind} ([A-Za-z0-9_]+)`, 'gm'))].map((match) => match[1]!);
    if (names.includes(name)) return importOf(scope, name, path);
  }
  for (const [path, text] of scope.library) {
    const names = [...text.matchAll(new RegExp(`^${kind} ([A-Za-z0-9_]+)`, 'gm'))].map((match) => match[1]!);
    const near = didYouMean(name, names);
    if (near !== undefined) return { help: `did you mean \`${near}\` of "${path}"?` };
  }
  return undefined;
}

function importOf(scope: NameScope, name: string, path: string): Details {
  const { imports, declarations } = scope.linked.module;
  const same = imports.find((statement) => statement.path.text === path);
  const last = same?.names.at(-1);
  const start = imports[0]?.span.start ?? Math.min(0, declarations[0]?.span.start ?? 0);
  const edit =
    last === undefined
      ? { ...at(scope, { start, end: start }), text: `import { ${name} } from "${path}"\n` }
      : { ...at(scope, { start: last.span.end, end: last.span.end }), text: `, ${name}` };
  const title = `import it: \`import { ${name} } from "${path}"\``;
  return {
    help: `the library has it: \`import { ${name} } from "${path}"\``,
    fixes: [{ title, edits: [edit] }],
  };
}
