import { writeFileSync } from 'node:fs';
import { standBetween } from './failing-file-system.ts';

/**
 * Loaded before the command line (`node --import`): sends this process a signal at its k-th call below a folder. Where it comes to
 * its end, it writes how many there were.
 */
const { END_FOLDER: folder, END_AT: at, END_WITH: signal, END_COUNT: count } = process.env;
let calls = 0;
standBetween(folder!, ({ number }) => {
  calls = number;
  if (number === Number(at)) process.kill(process.pid, signal);
  return 'succeeds';
});
process.on('exit', () => writeFileSync(count!, String(calls)));
