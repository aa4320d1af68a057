/** The folder that a file lies in, with its slash; undefined for what is no file in a folder, as `untitled:Untitled-1`. */
export function folderOf(uri: string): string | undefined {
  const slash = uri.lastIndexOf('/');
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(uri) && slash > uri.indexOf('://') + 2
    ? uri.slice(0, slash + 1)
    : undefined;
}

/** The last part of a URI, as a file's name. */
export function nameOf(uri: string): string {
  const last = uri.slice(Math.max(uri.lastIndexOf('/'), uri.indexOf(':')) + 1);
  return decoded(last) || uri;
}

/** The URI of a file by its path from a folder. */
export function inFolder(folder: string, name: string): string {
  return folder + name.split('/').map(encodeURIComponent).join('/');
}

/** Clients write one URI in several ways, `c%3A` and `C:`: the same for all of them. */
export function keyOf(uri: string): string {
  return decoded(uri).replace(
    /^file:\/\/\/([A-Z]):/,
    (_, drive: string) => `file:///${drive.toLowerCase()}:`,
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
