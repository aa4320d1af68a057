import { lstatSync, type Stats } from 'node:fs';
import { join, sep } from 'node:path';
import { isSystemError } from './exit.ts';

/** Whether `path` names something below a folder, whichever that is: `kernels/a.wgsl`, and nothing with `..` in it. */
export function isInner(path: string): boolean {
  return (
    path !== '' &&
    !path.includes('\\') &&
    !path.includes(sep === '\\' ? ':' : '\0') &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

/** The folders on the way to an inner path, outer ones first: `a`, `a/b` of `a/b/c.js`. */
export function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** What lies at a path, links not followed; undefined where nothing does, or where a folder on the way is a file. */
export function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The first thing on the way from `folder` to an inner path that is no folder: a file, or a link, which could lead anywhere. */
export function barOnTheWay(folder: string, path: string): string | undefined {
  return foldersAbove(path).find((above) => entryAt(join(folder, above))?.isDirectory() === false);
}
