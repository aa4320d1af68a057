import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, type Run, runHere } from '../run-here.ts';
import { type Writer, writeFiles } from './commands.ts';
import { type Call, type Fate, standBetween } from './failing-file-system.ts';
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
  const job = { program, args: writer.args, cwd: place };
  const steps = writer.prepare();
  for (const step of steps) {
    if ('files' in step) writeFiles(start, step.files);
    else await runHere({ program, args: step.rnc, cwd: start });
  }
  const begin = (): void => {
    rmSync(place, { recursive: true, force: true });
    cpSync(start, place, { recursive: true, preserveTimestamps: true });
  };
  begin();
  const before = look(place).tree;
  const calls: string[] = [];
  const healthy = await standBetweenRun(job, ({ name, path }) => {
    calls.push(`${name} ${path.slice(place.length + 1)}`);
    return 'succeeds';
  });
  const after = look(place).tree;

  const runAgain = async (): Promise<Found['again']> => {
    const ended = await runHere(job);
    const { tree, leftovers } = look(place);
    return { ...ended, outcome: outcomeOf(tree, before, after), leftovers };
  };
  /** What a run makes of the old output, and of the new one, where nothing else is left. */
  const known = new Map<Outcome, Found['again']>();

  const found: Found[] = [];
  for (const fault of faultsFor(calls)) {
    begin();
    let call = '';
    const ended = await standBetweenRun(job, ({ number, name, path }) => {
      if (number === fault.at) call = `${name} ${path.slice(place.length + 1)}`;
      const struck = number === fault.at || (fault.kind === 'dies' && number > fault.at);
      return struck ? { fails: fault.code, halfWay: fault.halfWay && number === fault.at } : 'succeeds';
    });
    const { tree, leftovers } = look(place);
    const outcome = outcomeOf(tree, before, after);
    const isKnown = leftovers.length === 0 && ['unchanged', 'old', 'new'].includes(outcome);
    const again = (isKnown && known.get(outcome)) || (await runAgain());
    if (isKnown) known.set(outcome, again);
    found.push({ fault, call, ...ended, outcome, leftovers, again });
  }
  for (const folder of [place, start]) rmSync(folder, { recursive: true, force: true });
  return { calls, healthy, found };
}

async function standBetweenRun(job: Run, fateOf: (call: Call) => Fate): Promise<Ended> {
  const release = standBetween(job.cwd, fateOf);
  try {
    return await runHere(job);
  } finally {
    release();
  }
}
