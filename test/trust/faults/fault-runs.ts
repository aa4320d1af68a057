import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Writer, writeFiles } from './commands.ts';
import { type Fate, standBetween } from './failing-file-system.ts';
import { look, type Outcome, outcomeOf } from './trees.ts';

/**
 * Runs the bundled command line many times in this process, each time from the same folder and with another fault, and says what
 * it found. A process for each would cost fifteen times as much.
 */
export interface Job {
  /** The bundle. */
  readonly program: string;
  /** A folder for this job alone. */
  readonly workplace: string;
  /** What is tried, of the calls of a run without faults: their names and paths. */
  readonly faultsFor: (calls: readonly string[]) => readonly Fault[];
}

/**
 * `once`: call `at` fails and the others do not. `dies`: from call `at` on, nothing reaches the disk any more, which leaves what
 * SIGKILL there would leave.
 */
export interface Fault {
  readonly at: number;
  readonly code: string;
  readonly kind: 'once' | 'dies';
  /** The call does a part of its work before it fails. */
  readonly halfWay: boolean;
}

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Found extends Ended {
  readonly fault: Fault;
  /** The call it struck. */
  readonly call: string;
  readonly outcome: Outcome;
  readonly leftovers: readonly string[];
  /** A run without a fault in what the faulty one left. */
  readonly again: Ended & { readonly outcome: Outcome; readonly leftovers: readonly string[] };
}

export interface Findings {
  /** The calls of a run without faults. */
  readonly calls: readonly string[];
  readonly healthy: Ended;
  readonly found: readonly Found[];
}

export async function runFaults(writer: Writer, { program, workplace, faultsFor }: Job): Promise<Findings> {
  const start = join(workplace, 'start');
  const place = join(workplace, 'here');
  mkdirSync(start, { recursive: true });
  const job = { program, args: writer.args };
  const steps = writer.prepare();
  for (const step of steps) {
    if ('files' in step) writeFiles(start, step.files);
    else await runHere({ program, args: step.rnc }, start, () => 'succeeds');
  }
  const begin = (): void => {
    rmSync(place, { recursive: true, force: true });
    cpSync(start, place, { recursive: true, preserveTimestamps: true });
  };
  begin();
  const before = look(place).tree;
  const calls: string[] = [];
  const healthy = await runHere(job, place, ({ name, path }) => {
    calls.push(`${name} ${path.slice(place.length + 1)}`);
    return 'succeeds';
  });
  const after = look(place).tree;

  const found: Found[] = [];
  for (const fault of faultsFor(calls)) {
    begin();
    let call = '';
    const ended = await runHere(job, place, ({ number, name, path }) => {
      if (number === fault.at) call = `${name} ${path.slice(place.length + 1)}`;
      const struck = number === fault.at || (fault.kind === 'dies' && number > fault.at);
      return struck ? { fails: fault.code, halfWay: fault.halfWay && number === fault.at } : 'succeeds';
    });
    const { tree, leftovers } = look(place);
    const again = await runHere(job, place, () => 'succeeds');
    const later = look(place);
    found.push({
      fault,
      call,
      ...ended,
      outcome: outcomeOf(tree, before, after),
      leftovers,
      again: { ...again, outcome: outcomeOf(later.tree, before, after), leftovers: later.leftovers },
    });
  }
  for (const folder of [place, start]) rmSync(folder, { recursive: true, force: true });
  return { calls, healthy, found };
}

let runs = 0;

/** One run of the command line in `place`, as if in a process of its own. */
async function runHere(
  { program, args }: { readonly program: string; readonly args: readonly string[] },
  place: string,
  fateOf: (call: { number: number; name: string; path: string }) => Fate,
): Promise<Ended> {
  const streams = { stdout: '', stderr: '' };
  const originals = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (text: string | Uint8Array) => {
      streams[name] += String(text);
      return true;
    };
  }
  const argv = process.argv;
  process.argv = [process.execPath, program, ...args];
  process.chdir(place);
  process.env.TMPDIR = place;
  process.exitCode = 0;
  const release = standBetween(place, fateOf);
  try {
    // Only the entry runs again; the chunks that it loads are one for all runs.
    await import(`${pathToFileURL(program).href}?run=${runs++}`);
    return { exitCode: Number(process.exitCode), ...streams };
  } finally {
    release();
    process.argv = argv;
    process.exitCode = 0;
    for (const name of ['stdout', 'stderr'] as const) {
      process[name].write = originals[name];
      process[name].removeAllListeners('error');
      process.removeAllListeners('uncaughtException');
    }
  }
}
