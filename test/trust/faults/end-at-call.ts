import { standBetween } from './failing-file-system.ts';

/**
 * Loaded before the command line (`node --import`): sends this process a signal at one call below a folder, before or after
 * the call has done its work.
 */
const { END_FOLDER: folder, END_AT: at, END_WITH: signal } = process.env;
standBetween(folder!, ({ number }) => {
  if (number === Number(at)) process.kill(process.pid, signal);
  return 'succeeds';
});
