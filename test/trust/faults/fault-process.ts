import { readFileSync } from 'node:fs';
import { writers } from './commands.ts';
import { type Fault, type Findings, runFaults } from './fault-runs.ts';

export interface Task {
  readonly program: string;
  readonly workplace: string;
  /** What is tried of each command, by its name. */
  readonly faults: Readonly<Record<string, readonly Fault[]>>;
}

/** A process of its own for a task, on standard input; what was found goes to standard output. */
const { program, workplace, faults } = JSON.parse(readFileSync(0, 'utf8')) as Task;
const findings: Record<string, Findings> = {};
for (const writer of writers) {
  const own = faults[writer.name];
  if (own) findings[writer.name] = await runFaults(writer, { program, workplace, faults: own });
}
process.stdout.write(JSON.stringify(findings));
