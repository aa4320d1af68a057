import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { commandLineBundle } from '../../scripts/bundles.ts';

/** rnc as it is shipped, bundled from the source once in each worker; `clean-up.ts` removes it. */
const folder = fileURLToPath(new URL(`../../build/test-cli-${process.ppid}-${process.pid}`, import.meta.url));
if (!existsSync(folder)) buildSync({ ...commandLineBundle(folder), legalComments: 'none' });

export const program = `${folder}/cli.js`;

export interface Start {
  readonly cwd: string;
  readonly input?: string | Uint8Array;
  readonly environment?: NodeJS.ProcessEnv;
  /** Another copy of rnc than `program`. */
  readonly program?: string;
}

/** The environment of the tests without what they set themselves. */
export const environment: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined };

/** Runs rnc as a process of its own. */
export function rnc(args: readonly string[], start: Start): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [start.program ?? program, ...args], {
    cwd: start.cwd,
    input: start.input ?? '',
    encoding: 'utf8',
    env: { ...environment, ...start.environment },
    timeout: 60_000,
    maxBuffer: 1 << 26,
  });
}
