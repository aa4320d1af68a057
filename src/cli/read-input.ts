import type { NumberArray } from '../data/npy.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Shape } from '../ir/shape.ts';
import { stop } from './exit.ts';
import { type ImageOptions, networkInput } from './network-input.ts';
import { readBytes } from './read-bytes.ts';
import { showToPeople } from './show.ts';

const maximumBytes = 2 ** 31;

/** The batch that a file holds; undefined, and said why on standard error, where it does not fit the network. */
export async function readInput(
  path: string,
  expected: Shape,
  image: ImageOptions,
  colour: boolean | undefined,
): Promise<NumberArray | undefined> {
  const read = readBytes(path, maximumBytes);
  if (read.kind === 'refused') stop(2, `cannot read ${path}: ${read.reason}`);
  if (read.kind === 'too-large') stop(2, `cannot read ${path}: it has ${read.bytes} bytes`);
  const input = networkInput(read.bytes, expected, image);
  if (!('code' in input)) return input;
  const problem = diagnose(input.code, input.parameters, { file: path, span: { start: 0, end: 0 } });
  await showToPeople({ diagnostics: [problem], files: new Map() }, 'stderr', colour);
  return undefined;
}
