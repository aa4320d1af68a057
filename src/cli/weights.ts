import { escapeTerminal } from '../emission/escape.ts';
import { type Graph, tensorsOf } from '../ir/graph.ts';
import { type Aligned, alignWithNetwork, inPyTorchSpelling } from '../weights/align.ts';
import { initialiseWeights } from '../weights/initialise.ts';
import { looksLike } from '../weights/looks-like.ts';
import { matchWeights } from '../weights/match.ts';
import type { WeightTensor } from '../weights/tensor.ts';
import type { WeightFile } from '../weights/weight-file.ts';
import { openWeights, showFaults } from './read-weights.ts';
import { columns } from './table-columns.ts';
import { note } from './terminal.ts';
import { differenceRows } from './weight-differences.ts';

export interface WeightFlags {
  readonly weights?: string;
  readonly seed?: number;
}

export type Weights = ReadonlyMap<string, WeightTensor>;

const rowsShown = 20;

/** A network's weights from a file or a seed; undefined, and said why on standard error, where the file does not fit. */
export async function weightsFor(
  graph: Graph,
  { weights: path, seed = 0 }: WeightFlags,
  colour: boolean | undefined,
): Promise<Weights | undefined> {
  if (path === undefined) return initialiseWeights(tensorsOf(graph), seed);
  const opened = await openWeights(path, colour);
  return opened && fitWeights(graph, opened.file, path, colour);
}

/** The network's tensors in a file; what had to be done about names, and what does not fit, is said on standard error. */
export async function fitWeights(
  graph: Graph,
  file: WeightFile,
  path: string,
  colour: boolean | undefined,
  rows = rowsShown,
): Promise<Weights | undefined> {
  const aligned = alignWithNetwork(graph, file);
  const { tensors, differences, problems, cause } = matchWeights(tensorsOf(graph), aligned.tensors);
  await showFaults(path, problems, colour);
  if (differences.length > 0) note(shorten(differenceRows(differences), rows, 'difference'));
  if (tensors === undefined) {
    if (cause !== undefined) note(`rnc: ${cause}\n`);
    noteArchitecture(graph, file);
  }
  noteNames(aligned, tensors !== undefined, rows);
  return tensors;
}

/** Says that nobody trained the weights, where the network has any and no file gave them. */
export function noteRandomWeights(graph: Graph, { weights: path, seed = 0 }: WeightFlags): void {
  if (path !== undefined || tensorsOf(graph).length === 0) return;
  note(
    `rnc: the weights are random (seed ${seed}), so the outputs mean nothing; --weights gives trained ones\n`,
  );
}

/** Which bundled network the file is of, where it is of another than this. */
function noteArchitecture(graph: Graph, file: WeightFile): void {
  const names = looksLike(inPyTorchSpelling(file));
  if (names.length === 0 || names.includes(graph.name)) return;
  const [first, ...others] = names;
  const also = others.length === 0 ? '' : `, which has the same tensors as ${others.join(' and ')}`;
  note(`rnc: the file looks like ${first} (specs/${first}.resnet)${also}; this network is ${graph.name}\n`);
}

function noteNames({ names, byOrder, ambiguous }: Aligned, fits: boolean, rows: number): void {
  if (fits && names === 'keras') note('rnc: the layers’ names are Keras’s; they were translated\n');
  if (fits && names === 'timm') note('rnc: the layers’ names are timm’s; they were translated\n');
  if (names === 'order') {
    note('rnc: the file has other names; its layers were taken in the order in which they are computed:\n');
    const table = columns([['network', 'file'], ...byOrder.map((row) => row.map(escapeTerminal))]);
    note(shorten(table, rows, 'layer'));
  }
  if (!fits && ambiguous) {
    const [one, other] = ambiguous;
    note(
      `rnc: the file has other names, and their order does not tell which is which: ${one} and ${other} have the same shapes\n`,
    );
  }
}

/** A header and so many rows; then how many more there are. */
function shorten([header, ...body]: readonly string[], rows: number, what: string): string {
  const more = body.length - rows;
  const rest = more > 0 ? `  and ${more} more ${what}${more === 1 ? '' : 's'}\n` : '';
  return [header, ...body.slice(0, rows)].map((line) => `${line}\n`).join('') + rest;
}
