/**
 * What one answer takes, in a process of its own: `node weigh-input.js NAME` checks the adversary of that name and prints a `Weight`.
 * The library is loaded before the clock starts, as it is in a page or a worker.
 */

import { sourcesOf } from './adversaries.ts';
import { checkInput } from './check-input.ts';

export interface Weight {
  readonly bytes: number;
  /** Of all threads, in ms: the garbage collector's too. */
  readonly cpu: number;
  /** The process's largest, in MiB: Node itself, the library and the input with it. */
  readonly memory: number;
  readonly diagnostics: readonly { readonly code: string; readonly severity: string }[];
  readonly networks: number;
}

const input = sourcesOf(process.argv[2]!, Number(process.argv[3] ?? 1 << 20));
const before = process.cpuUsage();
const { diagnostics, networks } = checkInput(input);
const { user, system } = process.cpuUsage(before);
const weight: Weight = {
  bytes: Buffer.byteLength(input.text),
  cpu: Math.round((user + system) / 1000),
  memory: Math.round(process.resourceUsage().maxRSS / 1024),
  diagnostics: diagnostics.map(({ code, severity }) => ({ code, severity })),
  networks: networks.length,
};
console.log(JSON.stringify(weight));
