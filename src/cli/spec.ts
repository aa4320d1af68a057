import { realpathSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Location } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import type { Loader } from '../index.ts';
import { decode } from './decode.ts';
import { stop } from './exit.ts';
import { importLoader } from './loader.ts';
import { nearby } from './nearby.ts';
import { readBytes } from './read-bytes.ts';
import { readStandardInput } from './standard-input.ts';

/**
 * A spec that was named on the command line. Inside the compiler its files are called by their path from its own folder, so
 * that what is emitted is the same from every working folder; people see the path from where they stand.
 */
export interface Spec {
  readonly source: SourceFile;
  /** Reading it failed in these ways; then there is nothing to compile. */
  readonly problems: readonly Diagnostic[];
  /** The file begins with one; the text does not. */
  readonly byteOrderMark: boolean;
  readonly load: Loader;
  /** The folder that imports stay in, absolute. */
  readonly folder: string;
  /** Of one of the spec's own files: the name that people see. */
  readonly shown: (name: string) => string;
  /** Of one of the spec's own files: where it lies; undefined for standard input. */
  readonly pathOf: (name: string) => string | undefined;
}

export const standardInput = '-';

/** Reads the spec called `argument`, or standard input for `-`. A file that cannot be read ends the command. */
export async function readSpec(argument: string, limits: { bytes: number }): Promise<Spec> {
  if (argument === standardInput) {
    const bytes = await readStandardInput(limits.bytes);
    const folder = process.cwd();
    return {
      ...sourceOf('<stdin>', bytes, limits.bytes),
      load: importLoader(folder, limits.bytes),
      folder,
      shown: (name) => name,
      pathOf: (name) => (name === '<stdin>' ? undefined : resolve(folder, name)),
    };
  }
  if (argument === '') stop(2, 'the spec’s name is empty');
  const path = resolve(argument);
  const read = readBytes(path, limits.bytes);
  if (read.kind === 'refused') {
    const near = read.missing ? nearby(path) : undefined;
    const hint = near ? `; did you mean ${relative(process.cwd(), near)}?` : '';
    stop(2, `cannot read ${argument}: ${read.reason}${hint}`);
  }
  const here = dirname(path);
  const folder = realpathSync(here);
  const fromHere = relative(process.cwd(), here);
  const prefix = fromHere.startsWith('..') && resolve(argument) === argument ? here : fromHere;
  return {
    ...sourceOf(basename(path), read.kind === 'bytes' ? read.bytes : read, limits.bytes),
    load: importLoader(folder, limits.bytes),
    folder,
    shown: (name) => (prefix === '' ? name : `${prefix.replaceAll(sep, '/')}/${name}`),
    pathOf: (name) => resolve(here, name),
  };
}

function sourceOf(
  name: string,
  content: Uint8Array | { readonly bytes: number },
  limit: number,
): Pick<Spec, 'source' | 'problems' | 'byteOrderMark'> {
  const byteOrderMark = content instanceof Uint8Array && startsWithMark(content);
  const failed = (text: string, problem: (at: Location) => Diagnostic) => ({
    source: { name, text },
    byteOrderMark,
    problems: [problem({ file: name, span: { start: text.length, end: text.length } })],
  });
  if (!(content instanceof Uint8Array)) {
    return failed('', (at) => diagnose('limit/bytes', { bytes: content.bytes, limit }, at));
  }
  const decoded = decode(content);
  switch (decoded.kind) {
    case 'text':
      return { source: { name, text: decoded.text }, problems: [], byteOrderMark };
    case 'binary':
      return failed('', (at) => diagnose('syntax/binary', { looksLike: decoded.looksLike }, at));
    case 'invalid': {
      const help = decoded.utf16 ? 'it looks like UTF-16; save it as UTF-8' : 'save it as UTF-8';
      return failed(decoded.before, (at) =>
        diagnose('syntax/encoding', { offset: decoded.offset }, at, { help }),
      );
    }
  }
}

function startsWithMark([first, second, third]: Uint8Array): boolean {
  return first === 0xef && second === 0xbb && third === 0xbf;
}
