import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { note } from './terminal.ts';

/** Milliseconds by which the clock of a disk may be behind. */
const slack = 50;

/**
 * Runs `task`, which answers with the files that it read, and runs it again whenever one of them changes, until the
 * process is told to end. A file that is gone for a moment, as editors do when they save, is waited for.
 */
export async function watch(task: () => Promise<readonly string[]>, files: readonly string[]): Promise<void> {
  const { watch: watchFiles } = await import('chokidar');
  const watcher = watchFiles(
    files.map((file) => resolve(file)),
    { awaitWriteFinish: { stabilityThreshold: 50, pollInterval: 20 } },
  );
  const watched = new Set<string>();
  let started = 0;
  let running: Promise<void> | undefined;
  let again = false;

  const runOnce = async (): Promise<void> => {
    started = Date.now();
    if (process.stdout.isTTY) process.stdout.write('\x1B[2J\x1B[H');
    try {
      watcher.add([...(await task())]);
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      note(`rnc: ${error.message}\n`);
    }
    note('rnc: watching; Ctrl-C ends it\n');
  };
  const trigger = (): void => {
    if (running) {
      again = true;
      return;
    }
    running = runOnce().then(
      () => {
        running = undefined;
        if (again) {
          again = false;
          trigger();
        }
      },
      (error: unknown) => {
        watcher.emit('error', error);
      },
    );
  };

  try {
    await new Promise<void>((_, reject) => {
      watcher.on('all', (event, path, stats) => {
        // What a run reads is watched only once it was read: when its watching begins, it may have changed already.
        const begins = event === 'add' && !watched.has(path);
        watched.add(path);
        if (!begins || (stats?.ctimeMs ?? 0) > started - slack) trigger();
      });
      watcher.on('error', reject);
      watcher.on('ready', trigger);
    });
  } finally {
    await watcher.close();
  }
}
