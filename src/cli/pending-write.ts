import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isSystemError, reasonOf, stop } from './exit.ts';
import { barOnTheWay, entryAt, foldersAbove, isInner } from './inner-path.ts';
import { isOfAnother, newName, removeAbandoned, removeAll, temporaryName } from './temporary-folder.ts';
import { note } from './terminal.ts';

/**
 * Several files take the places of others in a folder, all or none, in steps of which each is one rename:
 *
 *     1  DIR/.rnc-tmp-…  →  DIR/.rnc-commit    every new file is in its `new`, flushed, and journal.json says what goes where
 *     2  each old file   →  .rnc-commit/old    now nothing of the old output is left in place …
 *     3  each new file   →  its place          … before anything of the new one is there
 *     4  .rnc-commit     →  DIR/.rnc-tmp-…     and away
 *
 * So files of two outputs never stand side by side, whenever the process dies: before 1 the old output is there, whole; from then
 * on the new one is decided. Where a kill falls between 1 and 4, a part of one output is in place and the rest in .rnc-commit;
 * the next rnc that writes to DIR brings it to its end first. A step that fails is the other direction: `.rnc-commit` becomes
 * `.rnc-undo`, and every file goes back. There is no moment for signals: the steps are one synchronous call.
 *
 * One rename of all of DIR would be shorter, but takes the folder from under servers, watchers and shells that stand in it, and
 * cannot be done to a mount point, nor to a folder with files of others in it.
 */
export interface Journal {
  readonly writtenBy: 'rnc';
  readonly pid: number;
  /** Paths of the new files, below DIR. */
  readonly put: readonly string[];
  /** The old files that leave, by their paths, and how they are recognised. */
  readonly take: Readonly<Record<string, Trait>>;
  /** Folders of new files that are not there yet, outer ones first. */
  readonly folders: readonly string[];
}

type Trait = readonly [bytes: number, modified: number];

const commitName = '.rnc-commit';
const undoName = '.rnc-undo';
export const journalName = 'journal.json';

/** Longer than any number of renames takes: after it, a living process of that number is somebody else. */
const patience = 60_000;

export function planOf(folder: string, put: readonly string[], take: readonly string[]): Journal {
  const folders = [...new Set(put.flatMap(foldersAbove))].sort((a, b) => a.length - b.length);
  return {
    writtenBy: 'rnc',
    pid: process.pid,
    put,
    take: Object.fromEntries(take.map((path) => [path, traitOf(lstatSync(join(folder, path)))])),
    folders: folders.filter((path) => entryAt(join(folder, path)) === undefined),
  };
}

/** Steps 1 to 4 for what lies in `temporary`, a folder in `folder`. */
export function carryOut(folder: string, temporary: string, journal: Journal, shown: string): void {
  const pending = join(folder, commitName);
  try {
    renameSync(temporary, pending);
  } catch (error) {
    if (isSystemError(error) && ['ENOTEMPTY', 'EEXIST'].includes(error.code))
      stop(2, `cannot write ${shown}: another rnc is writing there; nothing was written`);
    throw error;
  }
  try {
    syncFolder(folder);
    finish(folder, pending, journal);
    syncFolder(folder);
  } catch (error) {
    putBack(folder, temporary, journal, shown);
    throw error;
  }
  discard(pending, temporary);
}

function putBack(folder: string, temporary: string, journal: Journal, shown: string): void {
  const undoing = join(folder, undoName);
  try {
    renameSync(join(folder, commitName), undoing);
    undo(folder, undoing, journal);
  } catch (error) {
    stop(2, `writing ${shown} failed half-way (${reasonOf(error)}); the next rnc that writes there ends it`);
  }
  discard(undoing, temporary);
}

/** Brings what killed runs of rnc began in `folder` to its end, and removes what they left. */
export function settle(folder: string, shown: string): void {
  removeAbandoned(join(folder, temporaryName));
  for (const [name, bring, said] of [
    [commitName, finish, 'finished what an interrupted rnc had begun to write to'],
    [undoName, undo, 'undid what an interrupted rnc had begun to write to'],
  ] as const) {
    const pending = join(folder, name);
    const status = entryAt(pending);
    if (status === undefined) continue;
    const journal = status.isDirectory() ? readJournal(pending) : undefined;
    if (journal === undefined) stop(2, `cannot write ${shown}: ${name} there is not rnc’s; move it away`);
    if (isOfAnother(journal.pid) && Date.now() - status.ctimeMs < patience)
      stop(2, `cannot write ${shown}: another rnc, process ${journal.pid}, is writing there`);
    const ways = [
      ...journal.put,
      ...Object.keys(journal.take),
      ...journal.put.map((path) => `${name}/new/${path}`),
      ...Object.keys(journal.take).map((path) => `${name}/old/${path}`),
    ];
    for (const bar of ways.map((way) => barOnTheWay(folder, way))) {
      if (bar !== undefined) stop(2, `cannot write ${shown}: ${bar} there is not a folder`);
    }
    bring(folder, pending, journal);
    syncFolder(folder);
    const away = newName(join(folder, temporaryName));
    discard(pending, away);
    removeAll(away);
    note(`rnc: ${said} ${shown}\n`);
  }
}

function finish(folder: string, pending: string, { put, take }: Journal): void {
  const isWaiting = (path: string): boolean => entryAt(join(pending, 'new', path)) !== undefined;
  const arrived = new Set(put.filter((path) => !isWaiting(path)));
  for (const [path, trait] of Object.entries(take)) {
    const status = entryAt(join(folder, path));
    if (status === undefined || arrived.has(path)) continue;
    if (!sameTrait(traitOf(status), trait)) stop(2, `${join(folder, path)} was changed meanwhile`);
    move(join(folder, path), join(pending, 'old', path));
  }
  for (const path of put) {
    if (arrived.has(path)) continue;
    refuseSomethingAt(join(folder, path));
    move(join(pending, 'new', path), join(folder, path));
  }
  removeEmpty(folder, Object.keys(take).flatMap(foldersAbove));
}

function undo(folder: string, pending: string, { put, take, folders }: Journal): void {
  for (const path of put) {
    const staged = join(pending, 'new', path);
    if (!entryAt(staged) && entryAt(join(folder, path))) move(join(folder, path), staged);
  }
  for (const path of Object.keys(take)) {
    const old = join(pending, 'old', path);
    if (!entryAt(old)) continue;
    refuseSomethingAt(join(folder, path));
    move(old, join(folder, path));
  }
  removeEmpty(folder, folders);
}

function refuseSomethingAt(place: string): void {
  if (entryAt(place)) stop(2, `${place} appeared meanwhile; move it away`);
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

function removeEmpty(folder: string, paths: readonly string[]): void {
  for (const path of [...new Set(paths)].sort((a, b) => b.length - a.length)) {
    try {
      rmdirSync(join(folder, path));
    } catch (error) {
      if (!isSystemError(error) || !['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    }
  }
}

/** Out of the way by one rename, so that half of it is never taken for the whole. What cannot be removed is left to the next run. */
function discard(pending: string, away: string): void {
  try {
    renameSync(pending, away);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

/** Waits until the disk has a folder’s entries; not every system can. */
export function syncFolder(folder: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(folder, 'r');
    fsyncSync(descriptor);
  } catch (error) {
    if (!isSystemError(error) || !['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(error.code))
      throw error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const traitOf = ({ size, mtimeMs }: Stats): Trait => [size, mtimeMs];
const sameTrait = (a: Trait, b: Trait): boolean => a[0] === b[0] && a[1] === b[1];

/**
 * The journal is read from a folder that may have come from a stranger: it must not move files to where Git, which puts every
 * other file where its author likes, puts none.
 */
function isHarmless(path: unknown): path is string {
  if (typeof path !== 'string' || !isInner(path)) return false;
  const folders = path.split('/');
  const file = folders.pop()!;
  return (
    !folders.some((part) => part.startsWith('.')) &&
    ![...folders, file].some((part) => /^git~\d/i.test(part)) &&
    (!file.startsWith('.') || /\.(json|safetensors)$/.test(file))
  );
}

function readJournal(pending: string): Journal | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(pending, journalName), 'utf8'));
  } catch (error) {
    if (isSystemError(error) && error.code !== 'ENOENT') throw error;
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { writtenBy, pid, put, take, folders } = value as Readonly<Record<keyof Journal, unknown>>;
  if (writtenBy !== 'rnc' || typeof pid !== 'number' || typeof take !== 'object' || take === null)
    return undefined;
  if (!Array.isArray(put) || !put.every(isHarmless) || !Object.keys(take).every(isHarmless)) return undefined;
  if (!Array.isArray(folders) || !folders.every(isHarmless)) return undefined;
  const traits = Object.values(take).every(
    (trait) => Array.isArray(trait) && trait.length === 2 && trait.every((part) => typeof part === 'number'),
  );
  return traits ? { writtenBy, pid, put, take: take as Journal['take'], folders } : undefined;
}
