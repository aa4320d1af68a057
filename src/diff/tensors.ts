import type { ReportTensor } from '../backends/report/report.ts';
import { type Graph, type Tensor, tensorsOf } from '../ir/graph.ts';
import type { Tensors } from './difference.ts';
import type { PairedNodes } from './pair.ts';

/** Which tensors of an old checkpoint still load, and what became of the others. */
export function compareTensors(before: Graph, after: Graph, nodes: PairedNodes): Tensors {
  const [old, now] = [tensorsOf(before), tensorsOf(after)];
  const byName = new Map(now.map((tensor) => [tensor.name, tensor]));
  const partners = partnersOf(before, after, nodes);
  const taken = new Set(partners.values());
  for (const tensor of old) {
    // Two layers that nothing but their name connects.
    const namesake = byName.get(tensor.name);
    if (namesake && !partners.has(tensor) && !taken.has(namesake)) partners.set(tensor, namesake);
  }
  const pairs = old.flatMap((tensor): readonly (readonly [Tensor, Tensor])[] => {
    const partner = partners.get(tensor);
    return partner ? [[tensor, partner]] : [];
  });
  const kept = new Set(partners.values());
  const renamed = pairs.filter(([a, b]) => sameExtents(a, b) && a.name !== b.name);
  const reshaped = pairs.filter(([a, b]) => !sameExtents(a, b));
  return {
    before: old.length,
    after: now.length,
    same: pairs.length - renamed.length - reshaped.length,
    renamed: renamed.map(([a, b]) => ({ before: a.name, after: b.name, shape: a.shape })),
    reshaped: reshaped.map(([a, b]) => ({
      ...{ before: a.name, after: b.name },
      ...{ beforeShape: a.shape, afterShape: b.shape },
    })),
    removed: old.filter((tensor) => !partners.has(tensor)).map(told),
    added: now.filter((tensor) => !kept.has(tensor)).map(told),
    misplaced: old
      .filter((tensor) => {
        const namesake = byName.get(tensor.name);
        return namesake !== undefined && sameExtents(tensor, namesake) && partners.get(tensor) !== namesake;
      })
      .map(({ name }) => name),
  };
}

const told = ({ name, shape, role }: Tensor): ReportTensor => ({ name, shape, role });

/** The tensors of the same operator, before and after, by their own names in it. */
function partnersOf(before: Graph, after: Graph, { afterOf }: PairedNodes): Map<Tensor, Tensor> {
  const partners = new Map<Tensor, Tensor>();
  for (const [id, other] of afterOf) {
    const [old, now] = [before.nodes[id]!, after.nodes[other]!];
    for (const tensor of old.tensors) {
      const own = tensor.name.slice(old.path.length);
      const partner = now.tensors.find(({ name }) => name.slice(now.path.length) === own);
      if (partner) partners.set(tensor, partner);
    }
  }
  return partners;
}

function sameExtents(a: Tensor, b: Tensor): boolean {
  return a.shape.length === b.shape.length && a.shape.every((extent, axis) => extent === b.shape[axis]);
}
