import { readFileSync } from 'node:fs';
import { allFaults, someFaults } from './choose-faults.ts';
import { writers } from './commands.ts';
import { type Findings, runFaults } from './fault-runs.ts';

export interface Task {
  readonly program: string;
  readonly workplace: string;
  readonly deep: boolean;
}

/** A process of its own for a task, on standard input; what was found, by the commands' names, goes to standard output. */
const { program, workplace, deep } = JSON.parse(readFileSync(0, 'utf8')) as Task;
const findings: Record<string, Findings> = {};
const faultsFor = deep ? allFaults : someFaults;
for (const writer of writers) {
  if (deep || !writer.onlyDeep)
    findings[writer.name] = await runFaults(writer, { program, workplace, faultsFor });
}
process.stdout.write(JSON.stringify(findings));
