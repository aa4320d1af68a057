import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { diagnose } from '../diagnostics/diagnose.ts';
import { formatFault } from '../weights/format-fault.ts';
import type { FileFault } from '../weights/tensor.ts';
import type { WeightFile } from '../weights/weight-file.ts';
import { stop } from './exit.ts';
import { nearby } from './nearby.ts';
import { readBytes } from './read-bytes.ts';
import { showToPeople } from './show.ts';

/** 16 GiB for all files together: far above any network of this kind, and below what would make the machine swap. */
const maximumBytes = 2 ** 34;

export interface OpenedWeights {
  readonly file: WeightFile;
  /** Every file that was read, by its absolute path. */
  readonly inputs: readonly string[];
  readonly bytes: number;
}

/**
 * The one door for weights in every format. What cannot be read at all ends the command; undefined, and said why on standard
 * error, where the content is wrong.
 */
export async function openWeights(
  argument: string,
  colour: boolean | undefined,
): Promise<OpenedWeights | undefined> {
  const path = modelInside(argument);
  const read = readBytes(path, maximumBytes);
  if (read.kind === 'refused') {
    const near = read.missing ? nearby(path) : undefined;
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      stop(2, `cannot read ${argument}: it is a folder, without a model.json in it`);
    stop(2, `cannot read ${argument}: ${read.reason}${near ? `; did you mean ${near}?` : ''}`);
  }
  if (read.kind === 'too-large') stop(2, `cannot read ${argument}: it has ${read.bytes} bytes`);

  const inputs = [resolve(path)];
  let left = maximumBytes - read.bytes.length;
  const sibling = (name: string): Uint8Array<ArrayBuffer> | FileFault => {
    const found = readBeside(path, name, left);
    if ('code' in found) return found;
    left -= found.length;
    inputs.push(resolve(dirname(path), name));
    return found;
  };
  const { readWeights } = await import('../weights/read-weights.ts');
  const file = await readWeights(read.bytes, sibling);
  if ('code' in file) {
    await showFaults(path, [file], colour);
    return undefined;
  }
  return { file, inputs, bytes: maximumBytes - left };
}

/** A folder stands for the TensorFlow.js model in it. */
function modelInside(path: string): string {
  const inside = join(path, 'model.json');
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() && existsSync(inside) ? inside : path;
}

/** A file of the same folder; links may not lead out of it. */
function readBeside(path: string, name: string, limit: number): Uint8Array<ArrayBuffer> | FileFault {
  const folder = dirname(path);
  const wanted = join(folder, name);
  try {
    if (dirname(realpathSync(wanted)) !== realpathSync(folder))
      return formatFault(
        `${name} is a link that leads out of the folder`,
        'copy the files that belong together into one folder, with `cp -L`',
      );
    // An index that came from a stranger may name what an archive beside it linked to.
    const status = statSync(wanted);
    if (status.isFile() && status.nlink > 1)
      return formatFault(
        `${name} is a hard link: the same file has another name elsewhere`,
        'copy the files that belong together into one folder',
      );
  } catch {
    // readBytes says what is the matter with it.
  }
  const read = readBytes(wanted, limit);
  if (read.kind === 'refused') return formatFault(`its part ${name} cannot be read: ${read.reason}`);
  if (read.kind === 'too-large')
    return formatFault(`with its part ${name} it is larger than ${maximumBytes} bytes`);
  return read.bytes;
}

/** What is wrong with a file as a whole, on standard error. */
export async function showFaults(
  file: string,
  faults: readonly FileFault[],
  colour: boolean | undefined,
): Promise<void> {
  const diagnostics = faults.map(({ code, parameters, help }) =>
    diagnose(code, parameters, { file, span: { start: 0, end: 0 } }, help === undefined ? {} : { help }),
  );
  await showToPeople({ diagnostics, files: new Map() }, 'stderr', colour);
}
