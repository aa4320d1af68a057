import { note } from './terminal.ts';

/** Reads standard input to its end, or says that it is longer than `limit` bytes. */
export async function readStandardInput(limit: number): Promise<Uint8Array | { readonly bytes: number }> {
  if (process.stdin.isTTY) note('rnc: reading a spec from the terminal; Ctrl-D ends it\n');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) {
      process.stdin.destroy();
      return { bytes };
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
