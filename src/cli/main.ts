#!/usr/bin/env node
import { version } from '../generated/version.ts';
import { endingOf } from './exit.ts';
import { makeProgram } from './program.ts';

/*
 * The process around the commands: a reader that goes away (`rnc report … | head`) ends it quietly, and whatever a command
 * throws becomes one message and an exit code here.
 */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
}

try {
  const program = makeProgram();
  await program.parseAsync(process.argv);
} catch (error) {
  const command = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? '';
  const ending = endingOf(error, { version, command, debug: process.env.RNC_DEBUG === '1' });
  process.stderr.write(ending.text);
  process.exitCode = ending.exitCode;
}
