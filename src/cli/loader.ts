import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Loaded, Loader } from '../index.ts';
import { importedName, whyNotAPath } from '../linking/import-path.ts';
import { decode } from './decode.ts';
import { isSystemError, reasonOf } from './exit.ts';
import { nearby } from './nearby.ts';
import { readBytes } from './read-bytes.ts';

/** Reads imports from below `folder`, which must be a real path, and from nowhere else: not through `..`, nor through a link. */
export function importLoader(folder: string, limit: number): Loader {
  const load = loadFrom(folder, limit);
  /** Each file is read once, however often and from wherever it is imported. */
  const loaded = new Map<string, Loaded>();
  return (path, importer) => {
    const reason = whyNotAPath(path);
    if (reason !== undefined) return { kind: 'invalid', reason };
    const name = importedName(path, importer);
    if (name.startsWith('../')) return { kind: 'outside' };
    const known = loaded.get(name) ?? load(name);
    loaded.set(name, known);
    if (known.kind !== 'missing') return known;
    const near = nearImport(folder, name, path);
    return near === undefined ? known : { ...known, near };
  };
}

/** The path of a file that is called almost like the one that is not there. */
function nearImport(folder: string, name: string, path: string): string | undefined {
  const wanted = resolve(folder, name);
  const real = realPathOf(dirname(wanted));
  if (typeof real !== 'string' || !isInside(folder, real)) return undefined;
  const near = nearby(wanted);
  if (near === undefined) return undefined;
  const instead = `${path.slice(0, path.lastIndexOf('/') + 1)}${basename(near)}`;
  return whyNotAPath(instead) === undefined ? instead : undefined;
}

/** Reads a file by its path from the folder. */
function loadFrom(folder: string, limit: number): (name: string) => Loaded {
  return (name) => {
    const wanted = resolve(folder, name);
    const real = realPathOf(wanted);
    if (typeof real !== 'string')
      return real.missing ? { kind: 'missing', tried: [name] } : { kind: 'invalid', reason: real.reason };
    if (!isInside(folder, real)) return { kind: 'outside' };

    const read = readBytes(real, limit);
    if (read.kind === 'refused') {
      return read.missing ? { kind: 'missing', tried: [name] } : { kind: 'invalid', reason: read.reason };
    }
    if (read.kind === 'too-large') return read;
    // A folder on the way may have been exchanged for a link between the two looks.
    if (realPathOf(wanted) !== real) return { kind: 'outside' };
    const decoded = decode(read.bytes);
    switch (decoded.kind) {
      case 'text':
        return {
          kind: 'file',
          file: { name: relative(folder, real).replaceAll(sep, '/'), text: decoded.text },
        };
      case 'binary':
        return { kind: 'invalid', reason: `it is ${decoded.looksLike}` };
      case 'invalid':
        return { kind: 'invalid', reason: `it is not valid UTF-8 at byte ${decoded.offset}` };
    }
  };
}

function isInside(folder: string, real: string): boolean {
  const way = relative(folder, real);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realPathOf(path: string): string | { readonly missing: boolean; readonly reason: string } {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const missing = isSystemError(error) && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code);
    return { missing, reason: reasonOf(error) };
  }
}
