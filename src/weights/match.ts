import type { Tensor } from '../ir/graph.ts';
import type { Fault } from '../ir/operator.ts';
import { fault } from '../ir/operator.ts';
import { oneToOne, overallCause, shapeCause } from './causes.ts';
import { findPrefix } from './prefix.ts';
import type { WeightTensor } from './tensor.ts';
import { sameExtents } from './tensor.ts';

/** One row of the table that says how a file's tensors differ from the network's. */
export interface WeightDifference {
  readonly kind: 'missing' | 'unexpected' | 'misshapen';
  /** The network's name for it; for an unexpected tensor the file's, as it stands there. */
  readonly name: string;
  readonly expected?: readonly number[];
  readonly found?: readonly number[];
  /** What is probably behind it, in a few words. */
  readonly cause?: string;
}

export interface WeightMatch {
  /** The network's tensors in its own order; undefined where one is missing or misshapen. */
  readonly tensors: ReadonlyMap<string, WeightTensor> | undefined;
  /** In the network's order, and then what the network does not have, in the file's. */
  readonly differences: readonly WeightDifference[];
  /** What is probably behind all of them, as a sentence. */
  readonly cause?: string;
  /** What to report: `weights/prefix`, `missing`, `shape`, `unexpected`, `not-finite`. */
  readonly problems: readonly Fault[];
}

/** Finds the network's tensors among a file's. Names and shapes are PyTorch's; `num_batches_tracked` is ignored. */
export function matchWeights(
  expected: readonly Tensor[],
  found: ReadonlyMap<string, WeightTensor>,
): WeightMatch {
  const inFile = [...found.keys()].filter((name) => !/(^|\.)num_batches_tracked$/.test(name));
  const prefix = findPrefix(expected, inFile);
  const rows = expected.map((tensor) => {
    const fileName = found.has(prefix + tensor.name) ? prefix + tensor.name : tensor.name;
    return { tensor, fileName, weights: found.get(fileName) };
  });
  const used = new Set(rows.map(({ fileName }) => fileName));
  const unexpected = inFile
    .filter((name) => !used.has(name))
    .map((name) => ({ name, shape: found.get(name)!.shape }));
  const missing = rows.filter(({ weights }) => !weights).map(({ tensor }) => tensor);
  const misshapen = rows.flatMap(({ tensor, weights }) =>
    weights && !sameExtents(weights.shape, tensor.shape) ? [{ ...tensor, found: weights.shape }] : [],
  );

  const renames = oneToOne(missing, unexpected);
  const foundShapes = new Map(misshapen.map(({ name, found }) => [name, found]));
  const missingNames = new Set(missing.map(({ name }) => name));
  const differences = expected.flatMap(({ name, shape }): WeightDifference[] => {
    if (missingNames.has(name)) {
      const other = renames.get(name);
      const cause = other === undefined ? {} : { cause: `may be the file’s ${other}` };
      return [{ kind: 'missing', name, expected: shape, ...cause }];
    }
    const actual = foundShapes.get(name);
    if (actual === undefined) return [];
    const cause = shapeCause(shape, actual);
    return [{ kind: 'misshapen', name, expected: shape, found: actual, ...(cause && { cause }) }];
  });
  for (const { name, shape } of unexpected) differences.push({ kind: 'unexpected', name, found: shape });

  // A layer that has more in the file than here computes something else, as a convolution with a bias does.
  const layers = new Set(rows.map(({ fileName }) => layerOf(fileName)));
  const more = unexpected.filter(({ name }) => name.includes('.') && layers.has(layerOf(name)));

  const complete = missing.length + misshapen.length === 0;
  const sound = complete && more.length === 0;
  const tensors = sound ? new Map(rows.map(({ tensor, weights }) => [tensor.name, weights!])) : undefined;
  const cause = complete ? undefined : overallCause({ expected, missing, misshapen, unexpected, renames });
  const problems: Fault[] = [];
  if (prefix) problems.push(fault('weights/prefix', { prefix }));
  if (missing.length > 0)
    problems.push(fault('weights/missing', { count: missing.length, total: expected.length }));
  if (misshapen.length > 0) problems.push(fault('weights/shape', { count: misshapen.length }));
  if (more.length > 0) problems.push(fault('weights/layer', { count: more.length, tensor: more[0]!.name }));
  if (unexpected.length > more.length)
    problems.push(fault('weights/unexpected', { count: unexpected.length - more.length }));
  for (const [name, { data }] of tensors ?? [])
    if (!allFinite(data)) problems.push(fault('weights/not-finite', { tensor: name }));
  return { tensors, differences, problems, ...(cause && { cause }) };
}

/** A tensor's name without its last part. */
const layerOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));

/** Only NaN and ±∞ differ from themselves by other than 0. */
function allFinite(data: Float32Array<ArrayBufferLike>): boolean {
  for (let index = 0; index < data.length; index++) if (data[index]! - data[index]! !== 0) return false;
  return true;
}
