import type { Graph, Tensor } from '../../src/ir/graph.ts';
import { consumersOf, inputShape, tensorsOf } from '../../src/ir/graph.ts';
import { initialiseWeights } from '../../src/weights/initialise.ts';
import type { WeightTensor } from '../../src/weights/tensor.ts';

/**
 * Weights that every engine is given: rnc's initial ones, but with batch normalisation that does something, so that an engine which
 * folds it wrongly is found out. The last one of each residual path is scaled by 0.3, as trained networks add small corrections;
 * else fifty blocks amplify a float32 rounding until nothing can be told apart from it.
 */
export function seededWeights(graph: Graph, seed: number): ReadonlyMap<string, WeightTensor> {
  const tensors = tensorsOf(graph);
  const weights = new Map(initialiseWeights(tensors, seed));
  const consumers = consumersOf(graph);
  const joins = (id: number): boolean => consumers[id]!.some((reader) => graph.nodes[reader]!.op === 'add');
  for (const node of graph.nodes) {
    if (node.op !== 'batchnorm') continue;
    const [weight, bias, mean, variance] = node.tensors as [Tensor, Tensor, Tensor, Tensor];
    const draw = (tensor: Tensor, init: Tensor['init'], place: (value: number) => number): void => {
      const { data, shape } = initialiseWeights([{ ...tensor, init }], seed).get(tensor.name)!;
      weights.set(tensor.name, { shape, data: data.map(place) });
    };
    const scale = joins(node.id) && !node.path.includes('downsample') ? 0.3 : 1;
    const half = { linearBias: 4 } as const; // uniform from −½ to ½
    draw(weight, half, (value) => scale * (1 + value));
    draw(bias, { normal: 0.2 }, (value) => value);
    draw(mean, { normal: 0.1 }, (value) => value);
    draw(variance, half, (value) => 1.25 + 1.5 * value);
  }
  return weights;
}

/** Normally distributed pictures, N×C×H×W. */
export function seededInput(graph: Graph, batch: number, seed: number): WeightTensor {
  const shape = [batch, ...inputShape(graph)];
  const tensor = { name: 'input', shape, role: 'buffer', init: { normal: 1 } } as const;
  return initialiseWeights([tensor], seed).get('input')!;
}
