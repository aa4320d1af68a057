import type { Node, Tensor } from '../ir/graph.ts';
import { consumersOf, type Graph, tensorsOf } from '../ir/graph.ts';
import { initialiseWeights } from '../weights/initialise.ts';
import type { WeightTensor } from '../weights/tensor.ts';
import { type Batch, walk } from './run.ts';
import type { Values } from './values.ts';

/**
 * Random weights under which a mistake shows, and rounding does not. What training starts from hides most of a network: scales
 * that are 1, shifts and means that are 0, a layer scale of 10⁻⁶, and, as no statistic fits its values, activations that grow
 * with every block until a softmax sees nothing but one class. Here all of them vary, and batchnorm's running statistics are
 * near those of `input`, as in a network that was trained. Costs a run of the reference.
 *
 * A random network with batchnorm and ReLU doubles any difference every four layers, and so makes rounding a mistake (its gain is
 * E[φ′²] / Var φ, 1.47 for a ReLU at zero; Yang et al. 2019, arXiv:1902.08129). Shifted by two deviations a ReLU is nearly
 * linear and the gain 1.02: differences neither grow nor vanish on their way to the output.
 */
export function probeWeights(graph: Graph, seed: number, input: Batch): ReadonlyMap<string, WeightTensor> {
  const weights = new Map(initialiseWeights(tensorsOf(graph).map(varied), seed));
  for (const node of graph.nodes) {
    for (const tensor of node.tensors) {
      const centre = centreOf(tensor, node);
      const { shape, data } = weights.get(tensor.name)!;
      if (centre !== 0) weights.set(tensor.name, { shape, data: data.map((value) => centre + value) });
    }
  }
  const readers = consumersOf(graph);
  walk(graph, weights, input, (id, values) => {
    for (const reader of readers[id]!) {
      const { op, tensors } = graph.nodes[reader]!;
      if (op === 'batchnorm')
        for (const [name, found] of statistics(tensors, values)) weights.set(name, found);
    }
  });
  return weights;
}

/** A tensor that starts constant starts with small differences instead. */
function varied(tensor: Tensor): Tensor {
  const { init } = tensor;
  const isConstant = init === 'zeros' || init === 'ones' || (typeof init === 'object' && 'constant' in init);
  return isConstant ? { ...tensor, init: { normal: 0.1 } } : tensor;
}

/** Around what such a tensor varies. */
function centreOf({ name, init }: Tensor, { op }: Node): number {
  if (op === 'batchnorm') return name.endsWith('.weight') ? 0.5 : name.endsWith('.bias') ? 1 : 0;
  if (init === 'ones') return 1;
  return typeof init === 'object' && 'constant' in init ? 0.5 : 0;
}

/** Near each channel's mean and variance; the fewer values it has, the more of all channels' square is in its variance. */
function statistics(
  tensors: readonly Tensor[],
  { shape: [batch, channels, height, width], data }: Values,
): readonly (readonly [string, WeightTensor])[] {
  const area = height * width;
  const count = batch * area;
  const mean = new Float64Array(channels);
  const square = new Float64Array(channels);
  for (const [at, value] of data.entries()) {
    const channel = Math.floor(at / area) % channels;
    mean[channel]! += value / count;
    square[channel]! += (value * value) / count;
  }
  const overall = square.reduce((sum, value) => sum + value, 0) / channels;
  const values: Readonly<Record<string, Float32Array>> = {
    running_mean: Float32Array.from(mean, (value) => 0.9 * value),
    running_var: Float32Array.from(
      square,
      (value, channel) => value - mean[channel]! ** 2 + overall / count || 1,
    ),
  };
  return tensors.flatMap(({ name, shape }) => {
    const found = values[name.slice(name.lastIndexOf('.') + 1)];
    return found === undefined ? [] : [[name, { shape, data: found }] as const];
  });
}
