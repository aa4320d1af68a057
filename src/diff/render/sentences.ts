import { exact, short } from '../../backends/quantities.ts';
import { count, plural } from '../../diagnostics/wording.ts';
import type { ComparedNetwork, ShapeChange, Side, Tensors } from '../difference.ts';
import { extents } from './words.ts';

/** What the two networks are called beside each other: by their names where these differ. */
export function names({ before, after }: ComparedNetwork): readonly [before: string, after: string] {
  return before.network === after.network
    ? ['the old network', 'the new one']
    : [before.network, after.network];
}

/** `1 changes shape`, `2 change shape`. */
const many = (number: number, one: string, several: string): string =>
  `${count(number)} ${number === 1 ? one : several}`;

/** What becomes of an old checkpoint, in a sentence. */
export function checkpointSentence(network: ComparedNetwork): string {
  const { before, after, same, renamed, reshaped, removed, added } = network.tensors;
  const [old, now] = names(network);
  const news =
    added.length === 0 ? '' : `; of ${now}’s ${count(after)} ${many(added.length, 'is', 'are')} new`;
  if (before === 0) return `${old} has no tensors${news}`;
  if (same === before)
    return `${before === 1 ? 'the one tensor' : `all ${count(before)} tensors`} of ${old} ${before === 1 ? 'loads as it is' : 'load as they are'}${news}`;
  const parts = [
    same === 0 ? 'none loads as it is' : many(same, 'loads as it is', 'load as they are'),
    reshaped.length > 0 && many(reshaped.length, 'changes shape', 'change shape'),
    renamed.length > 0 && many(renamed.length, 'fits under another name', 'fit under another name'),
    removed.length > 0 && many(removed.length, 'is gone', 'are gone'),
  ].filter((part) => part !== false);
  return `of ${old}’s ${plural(before, 'tensor')} ${parts.join(', ')}${news}`;
}

/** What would go wrong without an error; undefined where nothing would. */
export function misplacedSentence({ misplaced }: Tensors): string | undefined {
  if (misplaced.length === 0) return undefined;
  const [first] = misplaced;
  return misplaced.length === 1
    ? `by its name alone, ${first} would load into another layer than before`
    : `by their names alone, ${count(misplaced.length)} tensors would load into other layers than before, such as ${first}`;
}

/** How many results have another shape, the first of them, and why; nothing where none has. */
export function shapeSentences({ shapes, before, after }: ComparedNetwork): readonly string[] {
  const { changed, operators } = shapes;
  if (operators === 0) return ['the two have no operator in common'];
  const [first] = changed;
  if (first === undefined) return [];
  const output =
    String(before.output) === String(after.output)
      ? `the network’s output is ${extents(after.output)} as before`
      : `the network’s output ${extents(before.output)} is now ${extents(after.output)}`;
  const reason = `${shapeChange(first)}, ${reasonOf(first, String(before.input) !== String(after.input))}`;
  if (changed.length === 1) return [`only one shared operator gives another shape, ${reason}; ${output}`];
  const own = changed.filter(({ cause }) => cause === 'own').length;
  const follow = changed.length - own;
  const causes = [
    own > 0 && many(own, 'by its own attributes', 'by their own attributes'),
    follow > 0 && `${count(follow)} as a consequence`,
  ].filter((part) => part !== false);
  return [
    `${count(changed.length)} of ${count(operators)} shared operators give another shape: ${causes.join(', ')}; ${output}`,
    `first ${reason}`,
  ];
}

export function shapeChange({ before, after, beforeShape, afterShape }: ShapeChange): string {
  const path = before === after ? after : `${before} → ${after}`;
  return `${path}: ${extents(beforeShape)} → ${extents(afterShape)}`;
}

function reasonOf({ cause }: ShapeChange, inputChanged: boolean): string {
  switch (cause) {
    case 'own':
      return 'by its own attributes';
    case 'neighbour':
      return 'since it reads something else';
    case 'follows':
      return inputChanged ? 'since the network’s input is another' : 'since what it reads has another shape';
  }
}

/** `resnet18 → resnet34`; of networks of one name the files, where these differ. */
export function titleOf({ before, after }: Pick<ComparedNetwork, 'before' | 'after'>): string {
  if (before.network !== after.network) return `${before.network} → ${after.network}`;
  return before.file === after.file ? after.network : `${after.network}: ${before.file} → ${after.file}`;
}

/** `3×224×224 → 1000, 11,689,512 parameters, 1.81 G MACs`: of a network that stands alone. */
export function sizeOf({ input, output, parameters, macs }: Side): string {
  return `${extents(input)} → ${extents(output)}, ${exact(parameters.trainable)} parameters, ${short(macs)} MACs`;
}

/** What was given to the network, and what it takes and gives, where that is another; each begins with a word of ours. */
export function headLines({ settings, before, after }: ComparedNetwork): readonly string[] {
  const changed = (what: string, old: readonly number[], now: readonly number[]): readonly string[] =>
    String(old) === String(now) ? [] : [`${what} ${extents(old)} → ${extents(now)}`];
  return [
    ...settings.map(({ name, before: old, after: now }) => `setting ${name}: ${old ?? '–'} → ${now ?? '–'}`),
    ...changed('input', before.input, after.input),
    ...changed('output', before.output, after.output),
  ];
}
