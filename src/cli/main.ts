#!/usr/bin/env node
import { version } from '../generated/version.ts';
import { endingOf, exitCodes, reasonOf } from './exit.ts';

/*
 * The process around the commands: whatever is thrown, wherever it was, becomes one message and an exit code here.
 */
function endingAfter(error: unknown): number {
  const command = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? '';
  const ending = endingOf(error, { version, command, debug: process.env.RNC_DEBUG === '1' });
  process.stderr.write(ending.text);
  return ending.exitCode;
}

process.on('uncaughtException', (error) => process.exit(endingAfter(error)));

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that goes away, as `head` does, has seen enough.
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.fine);
  process.stderr.write(`rnc: cannot write to standard output: ${reasonOf(error)}\n`);
  process.exit(exitCodes.usage);
});
// Where nobody hears what is said beside, the work is still to be done.
process.stderr.on('error', () => {});

try {
  // Not above: what fails while it is loaded, for want of open files, is to be caught too.
  const { makeProgram } = await import('./program.ts');
  await makeProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = endingAfter(error);
}
