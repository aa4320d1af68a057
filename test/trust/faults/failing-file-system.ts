import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { relative, resolve, sep } from 'node:path';

/**
 * Stands between a program and node:fs: counts each call that concerns something below one folder, and lets the caller say what
 * happens at it. Without a seam in the program: the functions of node:fs and node:fs/promises themselves are exchanged, so that
 * a bundled or imported module has no way around. What Node does inside of one call (the steps of a recursive removal) is one call.
 */
export interface Call {
  /** From 1. */
  readonly number: number;
  /** `renameSync`, `promises.open`, `handle.sync`. */
  readonly name: string;
  readonly path: string;
}

/** What happens at a call: it succeeds; it fails; it does a part of its work, then fails. */
export type Fate = 'succeeds' | { readonly fails: string; readonly halfWay: boolean };

type Anything = (...args: unknown[]) => unknown;
type Members = Record<string, unknown>;

/** Those of the program under test. Everything is undone by the function returned. */
export function standBetween(folder: string, fateOf: (call: Call) => Fate): () => void {
  let count = 0;
  let inside = false;
  const descriptors = new Map<number, string>();
  const restore: (() => void)[] = [];

  const isBelow = (path: string): boolean => {
    const way = relative(folder, resolve(path));
    return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || resolve(way) === way);
  };
  const pathIn = (args: readonly unknown[]): string | undefined => {
    const [first, second] = args;
    if (typeof first === 'number') return descriptors.get(first);
    return [first, second].find((arg): arg is string => typeof arg === 'string' && isBelow(arg));
  };
  const decide = (name: string, path: string): Fate => {
    count++;
    // What the decision itself does to files is not the program's.
    inside = true;
    try {
      return fateOf({ number: count, name, path });
    } finally {
      inside = false;
    }
  };
  const exchange = (owner: Members, key: string, name: string): void => {
    const original = owner[key];
    if (typeof original !== 'function') return;
    const path = (args: readonly unknown[]) => (inside ? undefined : pathIn(args));
    const exchanged = key.endsWith('Sync')
      ? synchronous(original as Anything, name, path, decide, descriptors)
      : asynchronous(original as Anything, name, path, decide);
    Object.assign(exchanged, original);
    owner[key] = exchanged;
    restore.push(() => {
      owner[key] = original;
    });
  };
  for (const key of Object.keys(fs)) {
    if (key.endsWith('Sync')) exchange(fs as unknown as Members, key, key);
  }
  for (const key of Object.keys(fs.promises)) {
    if (key !== 'constants') exchange(fs.promises as unknown as Members, key, `promises.${key}`);
  }
  syncBuiltinESMExports();
  return () => {
    for (const undo of restore) undo();
    syncBuiltinESMExports();
  };
}

function synchronous(
  original: Anything,
  name: string,
  pathOf: (args: readonly unknown[]) => string | undefined,
  decide: (name: string, path: string) => Fate,
  descriptors: Map<number, string>,
): Anything {
  return (...args) => {
    const path = pathOf(args);
    if (path === undefined) return original(...args);
    const fate = decide(name, path);
    if (fate !== 'succeeds') {
      // The one function that has no way to fail.
      if (name === 'existsSync') return false;
      if (fate.halfWay) doHalf(name, args);
      // Whatever close answers, the descriptor is gone.
      if (name === 'closeSync') original(...args);
      throw failure(fate.fails, name, path);
    }
    const result = original(...args);
    if (name === 'openSync') descriptors.set(result as number, path);
    return result;
  };
}

function asynchronous(
  original: Anything,
  name: string,
  pathOf: (args: readonly unknown[]) => string | undefined,
  decide: (name: string, path: string) => Fate,
): Anything {
  return async (...args: unknown[]) => {
    const path = pathOf(args);
    if (path === undefined) return original(...args);
    const fate = decide(name, path);
    if (fate !== 'succeeds') {
      if (fate.halfWay) doHalf(name, args);
      throw failure(fate.fails, name, path);
    }
    const result = await original(...args);
    if (name === 'promises.open') watchHandle(result as fs.promises.FileHandle, path, decide);
    return result;
  };
}

function watchHandle(
  handle: fs.promises.FileHandle,
  path: string,
  decide: (name: string, path: string) => Fate,
): void {
  for (const key of [
    'writeFile',
    'write',
    'sync',
    'close',
    'stat',
    'read',
    'readFile',
    'truncate',
  ] as const) {
    const original = (handle[key] as Anything).bind(handle);
    const exchanged: Anything = async (...args) => {
      const fate = decide(`handle.${key}`, path);
      if (fate === 'succeeds') return original(...args);
      if (fate.halfWay && key === 'writeFile') await original(halfOf(args[0]));
      if (key === 'close') await original();
      throw failure(fate.fails, key, path);
    };
    Object.defineProperty(handle, key, { value: exchanged });
  }
}

/** A disk that fills up in the middle of a file, and a removal of a folder that comes as far as its first half. */
function doHalf(name: string, args: readonly unknown[]): void {
  const path = String(args[0]);
  if (/writeFile/.test(name)) fs.writeFileSync(path, halfOf(args[1]));
  if (/^rmSync$|promises\.rm$/.test(name) && fs.lstatSync(path).isDirectory()) {
    const inner = fs.readdirSync(path);
    for (const entry of inner.slice(0, Math.ceil(inner.length / 2)))
      fs.rmSync(`${path}/${entry}`, { recursive: true, force: true });
  }
}

function halfOf(content: unknown): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as Uint8Array);
  return bytes.subarray(0, bytes.length >> 1);
}

function failure(code: string, name: string, path: string): Error {
  const syscall = name.replace(/^(promises|handle)\.|Sync$/g, '');
  const error = new Error(`${code}: made to fail, ${syscall} '${path}'`);
  return Object.assign(error, { code, syscall, path, errno: -1 });
}
