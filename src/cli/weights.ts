import { diagnose } from '../diagnostics/diagnose.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { type Graph, tensorsOf } from '../ir/graph.ts';
import { initialiseWeights } from '../weights/initialise.ts';
import { matchWeights, type WeightDifference } from '../weights/match.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import type { FileFault, WeightTensor } from '../weights/tensor.ts';
import { stop } from './exit.ts';
import { readBytes } from './read-bytes.ts';
import { showToPeople } from './show.ts';
import { note } from './terminal.ts';

export interface WeightFlags {
  readonly weights?: string;
  readonly seed?: number;
}

export type Weights = ReadonlyMap<string, WeightTensor>;

/** 16 GiB: far above any network of this kind, and below what would make the machine swap. */
const maximumBytes = 2 ** 34;
const rowsShown = 20;

/** A network's weights from a file or a seed; undefined, and said why on standard error, where the file does not fit. */
export async function weightsFor(
  graph: Graph,
  { weights: path, seed = 0 }: WeightFlags,
  colour: boolean | undefined,
): Promise<Weights | undefined> {
  const expected = tensorsOf(graph);
  if (path === undefined) return initialiseWeights(expected, seed);
  const read = readBytes(path, maximumBytes);
  if (read.kind === 'refused') stop(2, `cannot read ${path}: ${read.reason}`);
  if (read.kind === 'too-large') stop(2, `cannot read ${path}: it has ${read.bytes} bytes`);

  const found = readSafetensors(read.bytes);
  if ('code' in found) {
    await show(path, [found as FileFault], colour);
    return undefined;
  }
  const { tensors, differences, problems, cause } = matchWeights(expected, found);
  await show(path, problems, colour);
  if (differences.length > 0) note(tableOf(differences));
  if (cause !== undefined) note(`rnc: ${cause}\n`);
  return tensors;
}

/** Says that nobody trained the weights, where the network has any and no file gave them. */
export function noteRandomWeights(graph: Graph, { weights: path, seed = 0 }: WeightFlags): void {
  if (path !== undefined || tensorsOf(graph).length === 0) return;
  note(
    `rnc: the weights are random (seed ${seed}), so the outputs mean nothing; --weights gives trained ones\n`,
  );
}

async function show(file: string, faults: readonly FileFault[], colour: boolean | undefined): Promise<void> {
  const diagnostics = faults.map(({ code, parameters, help }) =>
    diagnose(code, parameters, { file, span: { start: 0, end: 0 } }, help === undefined ? {} : { help }),
  );
  if (hasErrors(diagnostics) || diagnostics.length > 0) {
    await showToPeople({ diagnostics, files: new Map() }, 'stderr', colour);
  }
}

/** How the file differs from the network, tensor by tensor. */
function tableOf(differences: readonly WeightDifference[]): string {
  const shapeOf = (shape: readonly number[] | undefined): string => (shape ? `[${shape.join(', ')}]` : '–');
  const header = ['', 'tensor', 'network', 'file', ''];
  const rows = differences
    .slice(0, rowsShown)
    .map(({ kind, name, expected, found, cause = '' }) => [
      kind,
      name,
      shapeOf(expected),
      shapeOf(found),
      cause,
    ]);
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `  ${row
      .map((text, column) => text.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()}\n`;
  const more = differences.length - rows.length;
  return [header, ...rows].map(line).join('') + (more > 0 ? `  and ${more} more\n` : '');
}
