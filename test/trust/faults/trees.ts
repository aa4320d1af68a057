import { createHash } from 'node:crypto';
import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What lies below a folder: by path, what it is, its permissions and a digest of its content. */
export type Tree = ReadonlyMap<string, string>;

export interface Seen {
  /** Without what rnc keeps for itself. */
  readonly tree: Tree;
  /** What rnc keeps for itself: `.rnc-tmp-…`, `.rnc-commit`, `.rnc-undo`, and temporary folders of runs. */
  readonly leftovers: readonly string[];
}

const ofRnc = /^\.rnc-(tmp-.*|commit|undo)$|^rnc-run-/;

export function look(folder: string): Seen {
  const tree = new Map<string, string>();
  const leftovers: string[] = [];
  const walk = (below: string): void => {
    const entries = readdirSync(join(folder, below), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(below, entry.name);
      if (ofRnc.test(entry.name)) leftovers.push(path);
      else {
        tree.set(path, describe(join(folder, path), entry));
        if (entry.isDirectory()) walk(path);
      }
    }
  };
  walk('');
  return { tree, leftovers };
}

function describe(path: string, entry: Dirent): string {
  const mode = (lstatSync(path).mode & 0o777).toString(8);
  if (entry.isDirectory()) return `folder ${mode}`;
  if (entry.isSymbolicLink()) return `link ${readlinkSync(path)}`;
  return `file ${mode} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}

/** `unchanged`: the command changes nothing, and nothing has changed. */
export type Outcome = 'unchanged' | 'old' | 'new' | 'part of old' | 'part of new' | 'neither' | 'mixture';

/** How a tree stands to the two that it may be. */
export function outcomeOf(now: Tree, before: Tree, after: Tree): Outcome {
  if (equal(now, before)) return equal(before, after) ? 'unchanged' : 'old';
  if (equal(now, after)) return 'new';
  let ofOld = false;
  let ofNew = false;
  for (const [path, what] of now) {
    const isOld = before.get(path) === what;
    const isNew = after.get(path) === what;
    if (!isOld && !isNew) return 'mixture';
    ofOld ||= isOld && !isNew;
    ofNew ||= isNew && !isOld;
  }
  // What both have may never be away: a user's own file is among it.
  for (const [path, what] of before) {
    if (after.get(path) === what && now.get(path) !== what && !what.startsWith('folder')) return 'mixture';
  }
  if (ofOld && ofNew) return 'mixture';
  return ofOld ? 'part of old' : ofNew ? 'part of new' : 'neither';
}

export function equal(a: Tree, b: Tree): boolean {
  return a.size === b.size && [...a].every(([path, what]) => b.get(path) === what);
}
