import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Makes a folder `prefix…`, hands it to `use`, and removes it afterwards: also when the process is told to end. */
export async function withTemporaryFolder<T>(
  prefix: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  let folder: string | undefined;
  const end = (signal: NodeJS.Signals): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    process.exit(128 + constants.signals[signal]);
  };
  // Before the folder is there, so that no signal finds it unattended.
  for (const signal of signals) process.once(signal, end);
  try {
    folder = mkdtempSync(prefix);
    return await use(folder);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    for (const signal of signals) process.off(signal, end);
  }
}
