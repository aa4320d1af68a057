import { flattenIntoLinear } from './flatten-into-linear.ts';
import { foldBatchnorm } from './fold-batchnorm.ts';
import { foldPadding } from './fold-padding.ts';
import { removeDead } from './remove-dead.ts';
import { removeDuplicates } from './remove-duplicates.ts';
import { removeIdentities } from './remove-identities.ts';
import type { Pass, WeightedGraph } from './weighted-graph.ts';

/** What is dead counts as a reader, and what is twice or does nothing stands between others: so folding comes last. */
const passes: readonly Pass[] = [
  removeDead,
  removeIdentities,
  removeDuplicates,
  flattenIntoLinear,
  foldPadding,
  foldBatchnorm,
];

/**
 * The same network with nothing left in it that inference does not need, in double precision. Each pass makes room for others, so
 * they go round until none has anything to do; whenever one acts, it takes a node or an edge away, so that they come to an end.
 */
export function forInference(program: WeightedGraph): WeightedGraph {
  const next = passes.reduce((current, pass) => pass(current), program);
  return next === program ? program : forInference(next);
}
