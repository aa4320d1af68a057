import type { Details } from '../diagnostics/diagnose.ts';
import type { Edit } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { Module } from '../parser/ast.ts';
import type { NameScope } from './name-scope.ts';

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
  const { file, module } = scope.linked;
  const written = `import { ${name} } from "${path}"`;
  const edits = [{ file: file.name, ...importEdit(module, name, path) }];
  return {
    help: `the library has it: \`${written}\``,
    fixes: [{ title: `import it: \`${written}\``, edits }],
  };
}

/** Brings a name in: into an import of the same file where there is one, else as the file's first. */
export function importEdit({ file, imports }: Module, name: string, path: string): Omit<Edit, 'file'> {
  const last = imports.find((statement) => statement.path.text === path)?.names.at(-1);
  if (last !== undefined) return { span: { start: last.span.end, end: last.span.end }, text: `, ${name}` };
  const top = file.text.startsWith('\uFEFF') ? 1 : 0;
  const start = imports[0]?.span.start ?? top;
  const newline = /\r\n|\r|\n/.exec(file.text)?.[0] ?? '\n';
  return { span: { start, end: start }, text: `import { ${name} } from "${path}"${newline}` };
}
