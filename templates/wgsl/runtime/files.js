import { GpuError } from './errors.js';

const CHUNK = 1 << 20;

/** The bytes of a file in pieces, each valid until the next is asked for. `file:` is read from disk, all else with `fetch`. */
export async function* readChunks(url, signal) {
  try {
    yield* url.protocol === 'file:' ? readFromDisk(url, signal) : download(url, signal);
  } catch (cause) {
    if (signal?.aborted || cause instanceof GpuError) throw cause;
    throw unreachable(url, cause.message, cause);
  }
}

/** The same, but a download begins at once and not only when the first piece is asked for. */
export function readAhead(url, signal) {
  const chunks = readChunks(url, signal);
  if (url.protocol === 'file:') return chunks;
  const first = chunks.next();
  first.catch(() => {}); // whoever asks hears of it
  return (async function* () {
    for (let part = await first; !part.done; part = await chunks.next()) yield part.value;
  })();
}

/** @returns {Promise<string>} */
export async function readText(url, signal) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of readChunks(url, signal)) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

async function* readFromDisk(url, signal) {
  const { open } = await import('node:fs/promises');
  const file = await open(url);
  try {
    const chunk = new Uint8Array(CHUNK);
    while (true) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(chunk, 0, CHUNK);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* download(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok)
    throw unreachable(url, `the server answers ${response.status} ${response.statusText}`.trimEnd());
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    reader.cancel().catch(() => {});
  }
}

const unreachable = (url, reason, cause) =>
  new GpuError(
    'unreachable-file',
    `${url.href} cannot be read: ${reason}. The files of the output folder belong together, at one address.`,
    { cause, url: url.href },
  );
