import { createConnection } from 'vscode-languageserver/node';
import { serve } from '../language-server/server.ts';
import { makeHost } from './language-host.ts';

/** Answers an editor over standard input and output; the connection ends the process as the protocol says. */
export async function serveStandardStreams(): Promise<void> {
  serve(createConnection(process.stdin, process.stdout), await makeHost());
}
