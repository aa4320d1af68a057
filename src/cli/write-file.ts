import { existsSync, realpathSync, statSync } from 'node:fs';
import { chmod, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isSystemError, reasonOf, stop } from './exit.ts';

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
  const real = existsSync(path) ? realpathSync(path) : resolve(path);
  const status = statSync(real, { throwIfNoEntry: false });
  if (status && !status.isFile()) stop(2, `cannot write ${path}: it is not a regular file`);
  const temporary = join(dirname(real), `.${basename(real)}.rnc-${process.pid}`);
  try {
    await writeFlushed(temporary, content);
    if (status) {
      await chmod(temporary, status.mode);
    }
    await rename(temporary, real);
  } catch (error) {
    await rm(temporary, { force: true });
    if (isSystemError(error)) stop(2, `cannot write ${path}: ${reasonOf(error)}`);
    throw error;
  }
}
