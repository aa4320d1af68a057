import { importedName, whyNotAPath } from '../linking/import-path.ts';
import type { LinkedModule } from '../linking/program.ts';
import type { Reading } from './analysis.ts';
import type { Host } from './host.ts';
import { libraryModules } from './library-modules.ts';
import { folderOf, inFolder, keyOf } from './uris.ts';
import type { Workspace } from './workspace.ts';

const mostPaths = 200;

/** The paths by which a document can import the files in its folder and below. */
export function importablePaths({ uri }: Reading, host: Pick<Host, 'specs'>): readonly string[] {
  const folder = folderOf(uri);
  if (folder === undefined) return [];
  const start = keyOf(folder);
  return host
    .specs(folder)
    .map(keyOf)
    .filter((key) => key.startsWith(start) && key !== keyOf(uri))
    .map((key) => `./${key.slice(start.length)}`)
    .filter((path) => whyNotAPath(path) === undefined)
    .slice(0, mostPaths);
}

/** The file that an import path of a document leads to, also where its import is not written yet. */
export function importedBy(
  path: string,
  { uri, name, root }: Reading,
  workspace: Pick<Workspace, 'analysis'>,
): LinkedModule | undefined {
  for (const [statement, linked] of root.imports) if (statement.path.text === path) return linked;
  const inLibrary = libraryModules().get(path);
  const folder = folderOf(uri);
  if (inLibrary !== undefined || folder === undefined || whyNotAPath(path) !== undefined) return inLibrary;
  const file = importedName(path, name);
  return file.startsWith('../') ? undefined : workspace.analysis(inFolder(folder, file))?.root;
}
