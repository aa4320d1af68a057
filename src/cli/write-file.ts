import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isSystemError, reasonOf, stop } from './exit.ts';
import { temporaryName, withTemporaryFolder } from './temporary-folder.ts';

export interface NewFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Its name in messages, where that is another. */
  readonly shown?: string;
}

/** Writes a file, with the folders above it, and waits until the disk has it. */
export async function writeFlushed(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'wx');
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file?.close();
  }
}

/** Replaces one file by rename, so that a reader sees the old text or the new one, and keeps its permissions. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(resolve(path));
  await saying(path, async () => {
    if (statSync(folder, { throwIfNoEntry: false })) await replaceFiles([{ path, content }]);
    else await makeFolder(folder, (inside) => writeFlushed(join(inside, basename(path)), content));
  });
}

/**
 * Replaces files wherever they are, each by a rename after all were written. What fails changes none of them; a kill between
 * two renames leaves the later ones as they were.
 */
export async function replaceFiles(files: readonly NewFile[]): Promise<void> {
  const places = files.map(({ path, content, shown = path }) => ({
    ...placeOf(path, shown),
    content,
    shown,
  }));
  await stage(places, (staged) => {
    // One rename needs no way back.
    const old = staged.length > 1 ? staged.filter(({ status }) => status !== undefined) : [];
    for (const { path, temporary } of old) copyFileSync(path, join(temporary, 'old'));
    const done: Staged[] = [];
    try {
      for (const file of staged) {
        renameSync(join(file.temporary, 'new'), file.path);
        done.push(file);
      }
    } catch (error) {
      for (const { path, status, temporary } of done.reverse()) {
        if (status) renameSync(join(temporary, 'old'), path);
        else rmSync(path);
      }
      throw error;
    }
  });
}

/** Writes a file where none is. */
export async function createFile(path: string, content: string): Promise<void> {
  const file = { shown: path, path: resolve(path), status: undefined, content };
  await stage([file], ([staged]) => {
    const text = join(staged!.temporary, 'new');
    try {
      // Unlike a rename, a link takes nothing's place.
      linkSync(text, file.path);
    } catch (error) {
      if (!isSystemError(error) || !withoutLinks.includes(error.code)) throw error;
      copyFileSync(text, file.path, constants.COPYFILE_EXCL);
    }
  });
}

/** What file systems without hard links answer. */
const withoutLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

/**
 * Makes a folder that is not there, with what `fill` writes into it, and the folders above that are missing: by one rename of
 * the topmost of them.
 */
export async function makeFolder(folder: string, fill: (inside: string) => Promise<void>): Promise<void> {
  let top = folder;
  while (!statSync(dirname(top), { throwIfNoEntry: false })) top = dirname(top);
  await withTemporaryFolder(
    join(dirname(top), temporaryName),
    async (temporary) => {
      await fill(join(temporary, relative(top, folder)));
      renameSync(temporary, top);
    },
    0o777,
  );
}

/** An output that is written last must not take the place of what was read for it. */
export function refuseInput(output: string | undefined, inputs: readonly (string | undefined)[]): void {
  if (output === undefined) return;
  const place = realPathOf(output);
  const same = inputs.some((input) => input !== undefined && realPathOf(input) === place);
  if (same) stop(2, `cannot write ${output}: it is an input of this command`);
}

/** Where nothing is, the path that it would have. */
function realPathOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : resolve(path);
}

interface Place {
  /** Absolute; where a link leads. */
  readonly path: string;
  /** What lies there now. */
  readonly status: Stats | undefined;
}

function placeOf(path: string, shown: string): Place {
  if (path === '') stop(2, 'the output’s name is empty');
  const here = resolve(path);
  if (!lstatSync(here, { throwIfNoEntry: false })) return { path: here, status: undefined };
  if (!statSync(here, { throwIfNoEntry: false })) stop(2, `cannot write ${shown}: it is a link to nothing`);
  const real = realpathSync(here);
  const status = statSync(real);
  if (!status.isFile()) stop(2, `cannot write ${shown}: it is not a regular file`);
  return { path: real, status };
}

interface Staging extends Place, Pick<NewFile, 'content'> {
  /** Its name in messages. */
  readonly shown: string;
}

interface Staged extends Place {
  /** A folder beside it with its new text in `new`. */
  readonly temporary: string;
}

/** Writes each text beside its place, and hands them on when all are there. */
async function stage(
  files: readonly Staging[],
  use: (staged: readonly Staged[]) => void,
  before: readonly Staged[] = [],
): Promise<void> {
  const [file, ...others] = files;
  if (file === undefined) return use(before);
  const { path, status, content, shown } = file;
  await saying(shown, () =>
    withTemporaryFolder(join(dirname(path), temporaryName), async (temporary) => {
      const text = join(temporary, 'new');
      await writeFlushed(text, content);
      if (status) chmodSync(text, status.mode);
      await stage(others, use, [...before, { path, status, temporary }]);
    }),
  );
}

/** What the file system refuses ends the command with the output's name. */
async function saying(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isSystemError(error)) stop(2, `cannot write ${path}: ${reasonOf(error)}`);
    throw error;
  }
}
