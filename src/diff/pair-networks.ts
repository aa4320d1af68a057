import { compareGraphs, sideOf } from './compare-graphs.ts';
import type { Difference, NetworkDifference } from './difference.ts';
import type { Measured } from './measure.ts';

/**
 * Compares the networks of two files: the only one of each whatever they are called, otherwise those of one name. The order is that of the
 * new file; what is gone comes last.
 */
export function compareNetworks(before: readonly Measured[], after: readonly Measured[]): Difference {
  const [first, second] = [before[0], after[0]];
  if (before.length === 1 && after.length === 1) return together([compareGraphs(first!, second!)]);
  const oldByName = new Map(before.map((measured) => [measured.graph.name, measured]));
  const names = new Set(after.map(({ graph }) => graph.name));
  const gone = new Set(before.filter(({ graph }) => !names.has(graph.name)));
  const networks = after.map((now): NetworkDifference => {
    const old = oldByName.get(now.graph.name);
    if (old !== undefined) return compareGraphs(old, now);
    for (const candidate of gone) {
      const compared = mayBeSame(candidate, now) ? compareGraphs(candidate, now) : undefined;
      if (compared?.status !== 'same') continue;
      gone.delete(candidate);
      return { ...compared, status: 'renamed' };
    }
    return { status: 'added', before: null, after: sideOf(now) };
  });
  const removed = [...gone].map(
    (old): NetworkDifference => ({ status: 'removed', before: sideOf(old), after: null }),
  );
  return together([...networks, ...removed]);
}

function together(networks: readonly NetworkDifference[]): Difference {
  return { same: networks.every(({ status }) => status === 'same'), networks };
}

/** Not every network that is gone is compared with every new one. */
function mayBeSame({ report: a }: Measured, { report: b }: Measured): boolean {
  return (
    a.layers.length === b.layers.length && a.macs === b.macs && a.parameters.total === b.parameters.total
  );
}
