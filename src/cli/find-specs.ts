import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf, stop } from './exit.ts';

/**
 * The files that arguments stand for, each once: a file is itself, a folder all `.resnet` files in it and below. Hidden folders,
 * node_modules and links are left out there, so that nothing outside of the folder is found, and nothing twice.
 */
export function findSpecs(paths: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const path of paths) {
    const files = isFolder(path) ? specsBelow(path) : [path];
    for (const file of files) {
      const place = realPathOf(file);
      if (!found.has(place)) found.set(place, file);
    }
  }
  return [...found.values()];
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // Whoever reads the file says why it cannot be read.
    return false;
  }
}

function specsBelow(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^\.|^node_modules$/.test(entry.name) ? [] : specsBelow(path);
    return entry.isFile() && entry.name.endsWith('.resnet') ? [path] : [];
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return stop(2, `cannot read ${folder}: ${reasonOf(error)}`);
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
