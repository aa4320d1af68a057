import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants } from 'node:os';

/** Makes a folder `prefix…`, hands it to `use`, and removes it afterwards: also when the process is told to end. */
export async function withTemporaryFolder<T>(
  prefix: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(prefix);
  const end = (signal: NodeJS.Signals): void => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of signals) process.once(signal, end);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    for (const signal of signals) process.off(signal, end);
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
