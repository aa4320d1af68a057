import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { reasonOf } from './exit.ts';

export type Read =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly missing: boolean };

/**
 * Reads a regular file of at most `limit` bytes. It is looked at before it is opened, so that a device, a pipe or a
 * file of gigabytes costs nothing, and looked at again once open, in case it was exchanged.
 */
export function readBytes(path: string, limit: number): Read {
  try {
    const before = kindOf(statSync(path));
    if (before !== 'file') return { kind: 'refused', reason: `it is ${before}`, missing: false };
    const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const status = fstatSync(descriptor);
      if (!status.isFile()) return { kind: 'refused', reason: `it is ${kindOf(status)}`, missing: false };
      if (status.size > limit) return { kind: 'too-large', bytes: status.size };
      return { kind: 'bytes', bytes: readAll(descriptor, status.size) };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { kind: 'refused', reason: reasonOf(error), missing };
  }
}

function readAll(descriptor: number, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    // One read is limited to 2³¹ − 1 bytes.
    const read = readSync(descriptor, bytes, filled, Math.min(size - filled, 2 ** 30), filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

function kindOf(status: ReturnType<typeof statSync>): string {
  if (!status || status.isFile()) return 'file';
  if (status.isDirectory()) return 'a folder';
  if (status.isFIFO()) return 'a pipe (`-` reads standard input)';
  if (status.isSocket()) return 'a socket';
  return 'a device (`-` reads standard input)';
}
