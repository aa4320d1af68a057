/** Checks each source that it is sent, in a worker, and posts the answer. */
import { parentPort } from 'node:worker_threads';
import type { Input } from './boundary-cases.ts';
import { checkInput } from './check-input.ts';

parentPort!.on('message', (input: Input) => {
  const { diagnostics, networks } = checkInput(input);
  parentPort!.postMessage({ diagnostics, networks: networks.length });
});
