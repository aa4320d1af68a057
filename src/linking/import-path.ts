const longestPath = 1024;

/** Names that Windows keeps for devices, in every folder and with every ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * What an import's path names, as a path from the folder of the file that is compiled. It begins with `../` where it leaves that folder.
 *
 * @param importer the path, from the same folder, of the file that the import stands in
 */
export function importedName(path: string, importer: string): string {
  const segments: string[] = [];
  for (const segment of [...importer.split('/').slice(0, -1), ...path.split('/')]) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else segments.push(segment);
  }
  return segments.join('/');
}

/** The rule for import paths, the same on every system; undefined where the path keeps it. */
export function whyNotAPath(path: string): string | undefined {
  if (path.length > longestPath) return `it is longer than ${longestPath} characters`;
  if (/\p{Cc}/u.test(path)) return 'it has a control character';
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return 'it is an address; files are imported by a path';
  if (path.startsWith('/') || path.startsWith('~') || /^[a-z]:/i.test(path) || path.startsWith('\\\\')) {
    return 'it is absolute; start at the file with `./`';
  }
  if (path.includes('\\')) return 'folders are separated by `/`';
  if (!/^\.\.?\//.test(path)) return 'it must start with `./`, or with `std/` for the library';
  if (!path.endsWith('.resnet')) return 'only .resnet files can be imported';
  for (const segment of path.split('/')) {
    if (segment === '.' || segment === '..') continue;
    if (segment === '') return 'a folder’s name is empty';
    if (/[ .]$/.test(segment)) return `\`${segment}\` ends in a ${segment.endsWith('.') ? 'dot' : 'blank'}`;
    if (/[%:*?"<>|]/.test(segment))
      return `\`${segment}\` has a character that not every system allows in names`;
    if (device.test(segment)) return `\`${segment}\` is the name of a device on Windows`;
  }
  return undefined;
}

/** What may be meant by a path that leads nowhere: a file of the library, or the same path as the rule has it. */
export function likelyPaths(path: string): readonly string[] {
  const bare = path
    .replaceAll('\\', '/')
    .replace(/^\.\/|^std\//, '')
    .replace(/\.resnet$/, '');
  return [`std/${bare}`, bare.startsWith('../') ? `${bare}.resnet` : `./${bare}.resnet`];
}
