import type { Tensor } from '../ir/graph.ts';
import { fault } from '../ir/operator.ts';
import { countOf, type FileFault, sameExtents, type WeightTensor } from './tensor.ts';

/** Why weights under the network's own names are not the network's: tensors that are missing, or of another shape. */
export function misfits(
  expected: readonly Tensor[],
  weights: ReadonlyMap<string, WeightTensor>,
): readonly FileFault[] {
  const missing = expected.filter(({ name }) => !weights.has(name));
  const misshapen = expected.filter(({ name, shape }) => {
    const found = weights.get(name);
    return found && !(sameExtents(found.shape, shape) && found.data.length === countOf(shape));
  });
  return [
    ...(missing.length === 0
      ? []
      : [fault('weights/missing', { count: missing.length, total: expected.length })]),
    ...(misshapen.length === 0 ? [] : [fault('weights/shape', { count: misshapen.length })]),
  ];
}
