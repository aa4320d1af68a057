import { readFileSync } from 'node:fs';
import { allFaults, someFaults } from './choose-faults.ts';
import { writers } from './commands.ts';
import { type Findings, runFaults } from './fault-runs.ts';

export interface Task {
  readonly program: string;
  readonly workplace: string;
  /** The commands that are tried, by their names. */
  readonly names: readonly string[];
  /** Every fault, from one call up to another; or some. */
  readonly calls: readonly [first: number, last: number] | 'some';
}

/** A process of its own for a task, on standard input; what was found, by the commands' names, goes to standard output. */
const { program, workplace, names, calls } = JSON.parse(readFileSync(0, 'utf8')) as Task;
const findings: Record<string, Findings> = {};
for (const writer of writers.filter(({ name }) => names.includes(name))) {
  findings[writer.name] = await runFaults(writer, {
    program,
    workplace,
    faultsFor: (all) =>
      calls === 'some'
        ? someFaults(all)
        : allFaults(all).filter(({ at }) => calls[0] <= at && at <= calls[1]),
  });
}
process.stdout.write(JSON.stringify(findings));
