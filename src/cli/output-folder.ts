import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { OutputFile } from '../index.ts';
import { isSystemError, reasonOf, stop } from './exit.ts';
import { withTemporaryFolder } from './temporary-folder.ts';
import { writeFlushed } from './write-file.ts';

/**
 * Output folders are written whole or not at all:
 *
 *     DIR is not there   every file into a sibling .DIR.rnc-XXXXXX, each flushed to disk, then one rename to DIR
 *     DIR is rnc's       the same sibling; then each file is renamed over its old version, which waits in the sibling
 *                        and comes back if a rename fails. The user's own files beside them stay where they are.
 *
 * A folder is rnc's if `.rnc.json` lists what rnc wrote. A listed file that has changed since is somebody's work: without
 * `--force` it is not overwritten.
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
  const destination = destinationOf(folder);
  for (const { path } of files) checkPath(path);
  const old = existsSync(destination) ? readManifest(destination) : undefined;
  refuseWhatIsNotOurs(folder, destination, { files, force, inputs, old });

  const manifest: Manifest = {
    writtenBy: 'rnc',
    target,
    files: Object.fromEntries(
      files.map(({ path, content }) => [path, digest(content)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
  const all = [...files, { path: manifestName, content: `${JSON.stringify(manifest, undefined, 2)}\n` }];
  try {
    await mkdir(dirname(destination), { recursive: true });
    const prefix = join(dirname(destination), `.${basename(destination)}.rnc-`);
    await withTemporaryFolder(prefix, async (temporary) => {
      const staged = join(temporary, 'new');
      for (const { path, content } of all) await writeFlushed(join(staged, path), content);
      if (!existsSync(destination)) await rename(staged, destination);
      else
        await replaceFiles(
          destination,
          temporary,
          Object.keys(old?.files ?? {}),
          all.map(({ path }) => path),
        );
    });
  } catch (error) {
    if (isSystemError(error)) stop(2, `cannot write ${folder}: ${reasonOf(error)}; nothing was written`);
    throw error;
  }
}

/** Writes files that belong together into a folder with others in it: all of them, or none. What is there is replaced. */
export async function writeFilesInto(
  folder: string,
  files: readonly { readonly path: string; readonly content: () => string | Uint8Array }[],
): Promise<void> {
  const destination = destinationOf(folder);
  try {
    await mkdir(destination, { recursive: true });
    await withTemporaryFolder(join(destination, '.rnc-'), async (temporary) => {
      for (const { path, content } of files) await writeFlushed(join(temporary, 'new', path), content());
      const paths = files.map(({ path }) => path);
      await replaceFiles(destination, temporary, [], paths);
    });
  } catch (error) {
    if (isSystemError(error)) stop(2, `cannot write ${folder}: ${reasonOf(error)}; nothing was written`);
    throw error;
  }
}

/** Where a link leads is where the files go; a link into nothing is refused. */
function destinationOf(folder: string): string {
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
  for (const { path } of files) {
    const place = join(destination, path);
    if (inputs.includes(place)) stop(2, `cannot write ${folder}: ${path} there is an input of this command`);
    if (entryAt(place)?.isDirectory()) {
      stop(2, `cannot write ${folder}: ${path} there is a folder`);
    }
  }
  if (force || !existsSync(destination) || readdirSync(destination).length === 0) return;
  if (!old)
    stop(2, `${folder} is not empty and rnc did not write it; choose another with -o, or add --force`);
  for (const { path } of files) {
    const place = join(destination, path);
    if (!existsSync(place)) continue;
    const known = old.files[path];
    if (known === undefined) stop(2, `${join(folder, path)} is not rnc’s; move it away, or add --force`);
    if (digest(readFileSync(place)) !== known) {
      stop(2, `${join(folder, path)} was changed after rnc wrote it; move it away, or add --force`);
    }
  }
}

function readManifest(destination: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(destination, manifestName), 'utf8'));
    if (typeof value !== 'object' || value === null || !('files' in value) || !('writtenBy' in value))
      return undefined;
    if (value.writtenBy !== 'rnc' || typeof value.files !== 'object' || value.files === null)
      return undefined;
    const files = Object.entries(value.files).filter(
      ([path, hash]) => isSafe(path) && typeof hash === 'string',
    );
    return { writtenBy: 'rnc', target: '', files: Object.fromEntries(files) };
  } catch {
    return undefined;
  }
}

/** What lies at a path, links not followed; undefined where nothing does, or where a folder on the way is a file. */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

async function replaceFiles(
  destination: string,
  temporary: string,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  const move = async (from: string, to: string): Promise<void> => {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
    undo.push(() => rename(to, from));
  };
  try {
    for (const path of new Set([...before, ...after])) {
      const place = join(destination, path);
      if (entryAt(place)) await move(place, join(temporary, 'old', path));
      if (after.includes(path)) await move(join(temporary, 'new', path), place);
    }
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A backend's paths stay below the folder: anything else is a bug in it. */
function checkPath(path: string): void {
  if (!isSafe(path)) throw new Error(`an output is called ${JSON.stringify(path)}`);
}

function isSafe(path: string): boolean {
  return (
    path !== '' &&
    !path.includes('\\') &&
    !path.includes(sep === '\\' ? ':' : '\0') &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}
