import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isSystemError } from './exit.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What every temporary folder beside a user's files is called, before the process's number and six random characters. */
export const temporaryName = '.rnc-tmp-';

/** Those of this process that are in use. */
const inUse = new Set<string>();

/**
 * Makes a folder `prefixPID-XXXXXX`, hands it to `use`, and removes it afterwards: also when the process is told to end or ends
 * by itself. Only SIGKILL and a crash leave it behind; the next rnc that wants such a folder there removes it.
 *
 * @param mode its permissions: nobody else’s business, unless it is to stay
 */
export async function withTemporaryFolder<T>(
  prefix: string,
  use: (folder: string) => Promise<T>,
  mode = 0o700,
): Promise<T> {
  removeAbandoned(prefix);
  let folder: string | undefined;
  const remove = (): void => {
    if (folder === undefined) return;
    inUse.delete(folder);
    removeAll(folder);
    folder = undefined;
  };
  const end = (signal: NodeJS.Signals): void => {
    remove();
    process.exit(128 + constants.signals[signal]);
  };
  // Before the folder is there, so that no end finds it unattended.
  for (const signal of signals) process.once(signal, end);
  process.once('exit', remove);
  try {
    const path = newName(prefix);
    mkdirSync(path, { mode });
    folder = path;
    inUse.add(folder);
    return await use(folder);
  } finally {
    remove();
    process.off('exit', remove);
    for (const signal of signals) process.off(signal, end);
  }
}

export function newName(prefix: string): string {
  return `${prefix}${process.pid}-${randomBytes(3).toString('hex')}`;
}

/** What cannot be removed is left to the next run: the command has done, or said, what matters. */
export function removeAll(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

/** Removes the folders `prefixPID-XXXXXX` of processes that are no more. */
export function removeAbandoned(prefix: string): void {
  const parent = dirname(prefix);
  for (const name of namesIn(parent)) {
    const [, pid] = name.startsWith(basename(prefix))
      ? (/^(\d+)-[0-9a-f]{6}$/.exec(name.slice(basename(prefix).length)) ?? [])
      : [];
    const folder = join(parent, name);
    if (pid !== undefined && !inUse.has(folder) && !isOfAnother(Number(pid)) && isOwn(folder))
      removeAll(folder);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

/** In a folder that many users share, names are anybody's: nobody else's folder is walked through. */
function isOwn(folder: string): boolean {
  try {
    const status = lstatSync(folder);
    return status.isDirectory() && (process.getuid === undefined || status.uid === process.getuid());
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** Whether another process of this number lives. In a container, a run may well have the number that a killed one had. */
export function isOfAnother(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error) && error.code === 'EPERM';
  }
}
