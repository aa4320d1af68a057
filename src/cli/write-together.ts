import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSystemError, reasonOf, stop } from './exit.ts';
import { carryOut, journalName, planOf, syncFolder } from './pending-write.ts';
import { temporaryName, withTemporaryFolder } from './temporary-folder.ts';
import { makeFolder, writeFlushed } from './write-file.ts';

export interface Change {
  /** Absolute, without links. Where it is missing, it is made. */
  readonly folder: string;
  /** Its name in messages. */
  readonly shown: string;
  /** New files by their paths below the folder; each content is made when it is written. */
  readonly put: readonly { readonly path: string; readonly content: () => string | Uint8Array }[];
  /** What leaves, among it what lies where the new files go. */
  readonly take: readonly string[];
}

/** Puts files that belong together into a folder: all of them, or none. pending-write.ts says what a kill leaves. */
export async function writeTogether({ folder, shown, put, take }: Change): Promise<void> {
  if (!statSync(folder, { throwIfNoEntry: false })) {
    await makeFolder(folder, (inside) => writeAll(inside, put));
    return;
  }
  if (put.length + take.length === 0) return;
  await withTemporaryFolder(join(folder, temporaryName), async (temporary) => {
    await writeAll(join(temporary, 'new'), put);
    const paths = put.map(({ path }) => path);
    const journal = planOf(folder, paths, take);
    await writeFlushed(join(temporary, journalName), `${JSON.stringify(journal)}\n`);
    syncFolder(temporary);
    carryOut(folder, temporary, journal, shown);
  });
}

async function writeAll(folder: string, files: Change['put']): Promise<void> {
  for (const { path, content } of files) await writeFlushed(join(folder, path), content());
  const folders = new Set(files.map(({ path }) => dirname(join(folder, path))));
  for (const inner of folders) syncFolder(inner);
}

/** What the file system refuses ends the command with the output's name. */
export async function allOrNothing(shown: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isSystemError(error)) stop(2, `cannot write ${shown}: ${reasonOf(error)}; nothing was written`);
    throw error;
  }
}
