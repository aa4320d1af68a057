import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { OutputFile } from '../index.ts';
import { isSystemError, stop } from './exit.ts';
import { barOnTheWay, entryAt, isInner } from './inner-path.ts';
import { settle } from './pending-write.ts';
import { allOrNothing, writeTogether } from './write-together.ts';

/**
 * Output folders are written whole or not at all:
 *
 *     DIR is not there   every file into a folder beside it, each flushed to disk, then one rename to DIR
 *     DIR is rnc's       every file into a folder in it; then the old ones leave, and the new ones take their places (how, and
 *                        what a kill between leaves, says pending-write.ts). The user's own files beside them stay where they are.
 *
 * A folder is rnc's if `.rnc.json` lists what rnc wrote. A listed file that has changed since is somebody's work: without
 * `--force` it is not overwritten, and where the new output has no file of its name, it stays. What is the same in both outputs
 * is not touched.
 */
export interface Manifest {
  readonly writtenBy: 'rnc';
  readonly target: string;
  /** SHA-256 of each file by its path, sorted. */
  readonly files: Readonly<Record<string, string>>;
}

const manifestName = '.rnc.json';

export interface Writing {
  readonly folder: string;
  readonly target: string;
  readonly files: readonly OutputFile[];
  readonly force: boolean;
  /** Absolute paths that were read: never overwritten, whatever is forced. */
  readonly inputs: readonly string[];
}

export async function writeOutputFolder({ folder, target, files, force, inputs }: Writing): Promise<void> {
  for (const { path } of files) checkPath(path);
  const manifest: Manifest = {
    writtenBy: 'rnc',
    target,
    files: Object.fromEntries(
      files.map(({ path, content }) => [path, digest(content)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
  const all = [...files, { path: manifestName, content: `${JSON.stringify(manifest, undefined, 2)}\n` }];
  await allOrNothing(folder, async () => {
    const destination = destinationOf(folder);
    settle(destination, folder);
    const old = readManifest(destination);
    refuseWhatIsNotOurs(folder, destination, { files, force, inputs, old });
    const gone = Object.entries(old?.files ?? {})
      .filter(([path]) => !files.some((file) => file.path === path))
      .filter(([path, known]) => isAsWritten(destination, path, known));
    const changed = all.filter(({ path, content }) => !isAsWritten(destination, path, digest(content)));
    const replaced = changed.filter(({ path }) => entryAt(join(destination, path)));
    await writeTogether({
      folder: destination,
      shown: folder,
      put: changed.map(({ path, content }) => ({ path, content: () => content })),
      take: [...replaced.map(({ path }) => path), ...gone.map(([path]) => path)],
    });
  });
}

/**
 * Writes files that belong together into a folder with others in it: all of them, or none. What is there is replaced, and what
 * earlier files of the same output left behind leaves with them.
 */
export async function writeFilesInto(
  folder: string,
  files: readonly { readonly path: string; readonly content: () => string | Uint8Array }[],
  earlier: readonly string[],
): Promise<void> {
  await allOrNothing(folder, async () => {
    const destination = destinationOf(folder);
    settle(destination, folder);
    const isThere = ({ path }: { readonly path: string }) => entryAt(join(destination, path)) !== undefined;
    const gone = earlier
      .filter((path) => files.every((file) => file.path !== path))
      .filter((path) => entryAt(join(destination, path))?.isFile());
    const put = files.filter(
      (file) => !(isThere(file) && isAsWritten(destination, file.path, digest(file.content()))),
    );
    const take = [...put.filter(isThere).map(({ path }) => path), ...gone];
    await writeTogether({ folder: destination, shown: folder, put, take });
  });
}

/** Where a link leads is where the files go; a link into nothing is refused. */
function destinationOf(folder: string): string {
  if (folder === '') stop(2, 'the output folder’s name is empty');
  const path = resolve(folder);
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (!status) return path;
  if (!statSync(path, { throwIfNoEntry: false })) stop(2, `cannot write ${folder}: it is a link to nothing`);
  const real = realpathSync(path);
  if (!statSync(real).isDirectory()) stop(2, `cannot write ${folder}: it is a file, not a folder`);
  return real;
}

function refuseWhatIsNotOurs(
  folder: string,
  destination: string,
  { files, force, inputs, old }: Pick<Writing, 'files' | 'force' | 'inputs'> & { old: Manifest | undefined },
): void {
  if (!entryAt(destination)) return;
  for (const { path } of files) {
    const place = join(destination, path);
    if (inputs.includes(place)) stop(2, `cannot write ${folder}: ${path} there is an input of this command`);
    const bar = barOnTheWay(destination, path);
    if (bar !== undefined) stop(2, `cannot write ${folder}: ${bar} there is not a folder`);
    if (entryAt(place)?.isDirectory()) stop(2, `cannot write ${folder}: ${path} there is a folder`);
  }
  if (force || readdirSync(destination).length === 0) return;
  if (!old)
    stop(2, `${folder} is not empty and rnc did not write it; choose another with -o, or add --force`);
  for (const { path } of files) {
    if (!entryAt(join(destination, path))) continue;
    const known = old.files[path];
    if (known === undefined) stop(2, `${join(folder, path)} is not rnc’s; move it away, or add --force`);
    if (!isAsWritten(destination, path, known)) {
      stop(2, `${join(folder, path)} was changed after rnc wrote it; move it away, or add --force`);
    }
  }
}

/** Links are not followed: what they lead to is not rnc's. */
function isAsWritten(destination: string, path: string, known: string): boolean {
  const place = join(destination, path);
  return (
    barOnTheWay(destination, path) === undefined &&
    entryAt(place)?.isFile() === true &&
    digest(readFileSync(place)) === known
  );
}

function readManifest(destination: string): Manifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(destination, manifestName), 'utf8'));
  } catch (error) {
    if (isSystemError(error) && !['ENOENT', 'EISDIR'].includes(error.code)) throw error;
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('files' in value) || !('writtenBy' in value))
    return undefined;
  if (value.writtenBy !== 'rnc' || typeof value.files !== 'object' || value.files === null) return undefined;
  const files = Object.entries(value.files).filter(
    ([path, hash]) => isInner(path) && typeof hash === 'string',
  );
  return { writtenBy: 'rnc', target: '', files: Object.fromEntries(files) };
}

const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A backend's paths stay below the folder: anything else is a bug in it. */
function checkPath(path: string): void {
  if (!isInner(path)) throw new Error(`an output is called ${JSON.stringify(path)}`);
}
