import type { Initializer, Tensor } from '../ir/graph.ts';
import { consumersOf, type Graph, tensorsOf } from '../ir/graph.ts';
import { initialiseWeights } from '../weights/initialise.ts';
import type { WeightTensor } from '../weights/tensor.ts';
import { type Batch, walk } from './run.ts';
import type { Values } from './values.ts';

/**
 * Random weights under which a mistake shows. What training starts from hides most: scales that are 1, shifts and means that are
 * 0, a layer scale of 10⁻⁶, and, as no statistic fits its values, activations that grow with every block until a softmax
 * sees nothing but one class. Here all of them vary, and batchnorm's running statistics are near those of `input`, as in a
 * network that was trained. Costs a run of the reference.
 */
export function probeWeights(graph: Graph, seed: number, input: Batch): ReadonlyMap<string, WeightTensor> {
  const weights = new Map(initialiseWeights(tensorsOf(graph).map(varied), seed));
  for (const { name, init } of tensorsOf(graph)) {
    const centre = centreOf(init);
    const { shape, data } = weights.get(name)!;
    if (centre !== 0) weights.set(name, { shape, data: data.map((value) => centre + value) });
  }
  const readers = consumersOf(graph);
  walk(graph, weights, input, (id, values) => {
    for (const reader of readers[id]!) {
      const { op, tensors } = graph.nodes[reader]!;
      if (op === 'batchnorm') for (const [name, data] of statistics(tensors, values)) weights.set(name, data);
    }
  });
  return weights;
}

/** Around what a tensor varies that starts constant. */
function centreOf(init: Initializer): number {
  if (init === 'ones') return 1;
  return typeof init === 'object' && 'constant' in init ? 0.5 : 0;
}

function varied(tensor: Tensor): Tensor {
  const { init } = tensor;
  const isConstant = init === 'zeros' || init === 'ones' || (typeof init === 'object' && 'constant' in init);
  return isConstant ? { ...tensor, init: { normal: 0.1 } } : tensor;
}

/** Near each channel's mean and variance; never a variance of 0, which one value or a dead channel would have. */
function statistics(
  tensors: readonly Tensor[],
  { shape: [batch, channels, height, width], data }: Values,
): readonly (readonly [string, WeightTensor])[] {
  const area = height * width;
  const count = batch * area;
  const mean = new Float32Array(channels);
  const variance = new Float32Array(channels);
  let all = 0;
  for (const [at, value] of data.entries()) {
    const channel = Math.floor(at / area) % channels;
    // Half of the mean, so that a channel with one value is not normalised away.
    mean[channel]! += value / count / 2;
    variance[channel]! += (value * value) / count / 2;
    all += (value * value) / data.length / 2;
  }
  const values: Readonly<Record<string, Float32Array>> = {
    running_mean: mean,
    running_var: variance.map((value) => value + all || 1),
  };
  return tensors.flatMap(({ name, shape }) => {
    const found = values[name.slice(name.lastIndexOf('.') + 1)];
    return found === undefined ? [] : [[name, { shape, data: found }] as const];
  });
}
