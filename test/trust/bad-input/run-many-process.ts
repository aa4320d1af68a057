import { readFileSync } from 'node:fs';
import { type Ended, type Run, runHere } from '../run-here.ts';

/** Runs what standard input lists, one after the other; how each ended goes to standard output. */
const ended: Ended[] = [];
for (const run of JSON.parse(readFileSync(0, 'utf8')) as readonly Run[]) ended.push(await runHere(run));
process.stdout.write(JSON.stringify(ended));
