import { elements } from '../ir/shape.ts';
import { byNaturalOrder } from './natural-order.ts';
import { unknownPrefix } from './prefix.ts';
import { sameExtents } from './tensor.ts';

interface Named {
  readonly name: string;
  readonly shape: readonly number[];
}

type Misshapen = Named & { readonly found: readonly number[] };

/** Everything that differs between a network and a file. */
export interface Differences {
  readonly expected: readonly Named[];
  readonly missing: readonly Named[];
  readonly misshapen: readonly Misshapen[];
  readonly unexpected: readonly Named[];
  readonly renames: ReadonlyMap<string, string>;
}

const permute = (shape: readonly number[], axes: readonly number[]): number[] =>
  axes.map((axis) => shape[axis]!);

/** Whether a file's shape is TensorFlow's way (H×W×I×O, or in×out) to store what PyTorch stores as `expected`. */
function isTensorFlowLayout(expected: readonly number[], found: readonly number[]): boolean {
  if (sameExtents(expected, found)) return false;
  if (expected.length === 2) return sameExtents(found, permute(expected, [1, 0]));
  if (expected.length !== 4) return false;
  // Depthwise kernels are H×W×channels×multiplier there.
  return (
    sameExtents(found, permute(expected, [2, 3, 1, 0])) ||
    (expected[1] === 1 && sameExtents(found, permute(expected, [2, 3, 0, 1])))
  );
}

/** Why one tensor has another shape, where its shape tells. */
export function shapeCause(expected: readonly number[], found: readonly number[]): string | undefined {
  if (isTensorFlowLayout(expected, found)) return 'looks like TensorFlow’s layout';
  const squeezed = (shape: readonly number[]) => shape.filter((extent) => extent !== 1);
  if (sameExtents(squeezed(expected), squeezed(found)))
    return expected.length === 2 && found.length === 4
      ? 'a 1×1 convolution in the file, a linear layer here'
      : expected.length === 4 && found.length === 2
        ? 'a linear layer in the file, a 1×1 convolution here'
        : 'the same numbers under other extents';
  const sorted = (shape: readonly number[]) => [...shape].sort((a, b) => a - b);
  if (sameExtents(sorted(expected), sorted(found))) return 'the same extents in another order';
  if (
    expected.length === 4 &&
    found.length === 4 &&
    expected[1] !== found[1] &&
    sameExtents(permute(expected, [0, 2, 3]), permute(found, [0, 2, 3]))
  )
    return 'another number of input channels or of groups';
  return undefined;
}

/**
 * The file's names for the missing tensors, where both lists have the same shapes one by one: in the order they stand
 * in, or by name (the safetensors library sorts by name). Equal shapes make it a guess, so it is only ever shown.
 */
export function oneToOne(
  missing: readonly Named[],
  unexpected: readonly Named[],
): ReadonlyMap<string, string> {
  if (missing.length === 0 || missing.length !== unexpected.length) return new Map();
  const byName = (list: readonly Named[]): readonly Named[] => byNaturalOrder(list, ({ name }) => name);
  for (const [ours, theirs] of [
    [missing, unexpected],
    [byName(missing), byName(unexpected)],
  ] as const)
    if (ours.every(({ shape }, index) => sameExtents(shape, theirs[index]!.shape)))
      return new Map(ours.map(({ name }, index) => [name, theirs[index]!.name]));
  return new Map();
}

/** What is probably behind all the differences together: the first of these that fits. */
export function overallCause(differences: Differences): string | undefined {
  const { expected, missing, misshapen, unexpected, renames } = differences;
  const agree = expected.length - missing.length - misshapen.length;
  const prefix = unknownPrefix(missing, unexpected);
  if (prefix !== undefined) return `the file’s names start with ${prefix}`;
  if (missing.length > 0 && missing.every(({ name }) => /(^|\.)running_(mean|var)$/.test(name)))
    return 'the file has no running statistics: it was saved with the parameters alone';
  if (isFolded(expected, missing, unexpected))
    return 'the file’s batch normalisation is folded into its convolutions, and cannot be taken out again: it is for inference only';
  if (missing.length > 0 && renames.size === missing.length)
    return 'the tensors seem to be the same under other names';
  if (missing.length === 0) {
    const classes = otherClasses(expected, misshapen);
    if (classes) return `the file’s classifier has ${classes[0]} classes, the network’s ${classes[1]}`;
    if (misshapen.every(({ shape, found }) => isTensorFlowLayout(shape, found)))
      return 'the file is in TensorFlow’s layout (height, width, in, out); rnc reads PyTorch’s';
    if (misshapen.every(({ shape, found }) => elements(shape) === elements(found)))
      return 'every tensor has as many numbers as it should, under other extents';
  }
  if (2 * agree < expected.length)
    return `the file seems to hold another architecture: ${agree} of ${expected.length} tensors agree`;
  return undefined;
}

/** Whether all that is missing is all of the batch normalisation, and the file has biases instead. */
function isFolded(
  expected: readonly Named[],
  missing: readonly Named[],
  unexpected: readonly Named[],
): boolean {
  const layer = (name: string): string => name.slice(0, name.lastIndexOf('.'));
  const normalising = new Set(
    expected.flatMap(({ name }) => (/(^|\.)running_var$/.test(name) ? [layer(name)] : [])),
  );
  return (
    missing.length > 0 &&
    missing.length === 4 * normalising.size &&
    missing.every(({ name }) => normalising.has(layer(name))) &&
    unexpected.length === normalising.size &&
    unexpected.every(({ name }) => /(^|\.)bias$/.test(name))
  );
}

/** [the file's, the network's] number of classes, where only the last layer differs, and only in its rows. */
function otherClasses(
  expected: readonly Named[],
  misshapen: readonly Misshapen[],
): readonly [number, number] | undefined {
  const weight = expected.findLast(({ shape }) => shape.length >= 2);
  const layer = weight?.name.replace(/[^.]*$/, '');
  const matrix = misshapen.find(({ name }) => name === weight?.name);
  if (!matrix) return undefined;
  const onlyRows = misshapen.every(
    ({ name, shape, found }) =>
      name.startsWith(layer!) && found[0] === matrix.found[0] && sameExtents(shape.slice(1), found.slice(1)),
  );
  return onlyRows ? [matrix.found[0]!, matrix.shape[0]!] : undefined;
}
