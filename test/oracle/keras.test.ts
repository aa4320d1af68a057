import type * as TensorFlow from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { check, compile } from '../../src/index.ts';
import type { Tensor } from '../../src/ir/graph.ts';
import { tensorsOf } from '../../src/ir/graph.ts';
import { initialiseWeights } from '../../src/weights/initialise.ts';
import type { WeightTensor } from '../../src/weights/tensor.ts';
import {
  type EmittedModule,
  importEmitted,
  readSpec,
  relativeError,
  tensorFlow,
} from '../backends/tfjs/run-spec.ts';
import { kerasLayer, kerasResNet50, kerasResNet50V2 } from './keras-rendering.ts';

const size = { height: 65, width: 96 };

/** Random weights under which no bias, mean, variance or factor is trivial, from our seeded initialiser's normal numbers. */
function randomWeights(tensors: readonly Tensor[]): ReadonlyMap<string, WeightTensor> {
  const noise = initialiseWeights(
    tensors.map((tensor) => (tensor.shape.length > 1 ? tensor : { ...tensor, init: { normal: 0.1 } })),
    11,
  );
  return new Map(
    tensors.map(({ name }) => {
      const { shape, data } = noise.get(name)!;
      const isScale = shape.length === 1 && /(weight|running_var)$/.test(name);
      // Each block adds little, as in a network that was trained: float32 can follow fifty layers of that.
      const factor = /(bn3|conv3)\.weight$/.test(name) ? 0.3 : 1;
      return [name, { shape, data: data.map((value) => factor * (isScale ? Math.abs(1 + value) : value)) }];
    }),
  );
}

/** Puts our tensors into Keras's layers: kernels are transposed to H×W×I×O and I×O. */
function load(
  tf: typeof TensorFlow,
  model: TensorFlow.LayersModel,
  weights: ReadonlyMap<string, WeightTensor>,
): void {
  const paths = new Set([...weights.keys()].map((name) => name.slice(0, name.lastIndexOf('.'))));
  for (const path of paths) {
    const tensor = (name: string) => {
      const { shape, data } = weights.get(`${path}.${name}`)!;
      const made = tf.tensor(data, [...shape]);
      return shape.length === 4
        ? tf.transpose(made, [2, 3, 1, 0])
        : shape.length === 2
          ? tf.transpose(made)
          : made;
    };
    const names = weights.has(`${path}.running_mean`)
      ? ['weight', 'bias', 'running_mean', 'running_var']
      : ['weight', 'bias'].filter((name) => weights.has(`${path}.${name}`));
    model.getLayer(kerasLayer(path)).setWeights(names.map(tensor));
  }
}

describe('Keras’s networks, its code written out in tfjs-layers', () => {
  // facts.md C4: total parameters with top, and the number of layers in Keras's summary is not compared.
  const cases = [
    { spec: 'keras_resnet50', render: kerasResNet50, total: 25_636_712 },
    { spec: 'keras_resnet50_v2', render: kerasResNet50V2, total: 25_613_800 },
  ];
  it.each(cases)('$spec has its values', async ({ spec, render, total }) => {
    const tf = await tensorFlow('wasm');
    const keras = render(tf, [size.height, size.width, 3]);
    expect(keras.countParams()).toBe(total);
    const inputShape = [3, size.height, size.width] as const;
    const [graph] = check(readSpec(spec), { inputShape }).networks;
    const weights = randomWeights(tensorsOf(graph!));
    load(tf, keras, weights);
    const x = tf.randomNormal([2, size.height, size.width, 3], 0, 1, 'float32', 5) as TensorFlow.Tensor4D;
    const expected = await (keras.predict(x) as TensorFlow.Tensor).data();
    const { module, remove } = await importEmitted<EmittedModule>(
      compile(readSpec(spec), { target: 'tfjs', inputShape }).files,
      `${spec}.js`,
    );
    const forward = module.createInference(tf, weights);
    const actual = await forward(x).data();
    remove();
    expect(Math.max(...expected)).toBeGreaterThan(2 / 1000); // not the uniform answer of a network that is dead
    expect(relativeError(actual, expected)).toBeLessThanOrEqual(1e-5);
  });
});
