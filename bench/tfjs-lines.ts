import type * as TensorFlow from '@tensorflow/tfjs';
import { check, compile } from '../src/index.ts';
import { tensorsOf } from '../src/ir/graph.ts';
import { initialiseWeights } from '../src/weights/initialise.ts';
import { type EmittedModule, importEmitted, readSpec, tensorFlow } from '../test/backends/tfjs/run-spec.ts';
import type { Line } from './line.ts';
import { alternate, ms } from './measure.ts';

/** How fast what the tfjs target emits is. */
export const tfjsLines: readonly Line[] = [
  {
    name: 'plain layers model over folded inference, ResNet-50 at 224², wasm',
    target: 'at least 1.3',
    run: async ({ rounds = 15 }) => {
      const tf = await tensorFlow('wasm');
      const source = readSpec('resnet50');
      const weights = initialiseWeights(tensorsOf(check(source).networks[0]!), 0);
      type Module = EmittedModule & { createResnet50(tf: object, options: object): TensorFlow.LayersModel };
      const { module, remove } = await importEmitted<Module>(
        compile(source, { target: 'tfjs' }).files,
        'resnet50.js',
      );
      const model = module.createResnet50(tf, { weights });
      const forward = module.createInference(tf, weights);
      const x = tf.randomNormal([1, 224, 224, 3]) as TensorFlow.Tensor4D;
      const finish = async (result: TensorFlow.Tensor) => {
        await result.data();
        result.dispose();
      };
      const { first, second, ratio } = await alternate(
        rounds,
        () => finish(model.predict(x) as TensorFlow.Tensor),
        () => finish(forward(x)),
      );
      remove();
      return `${ratio.toFixed(2)} (${ms(first)} over ${ms(second)})`;
    },
  },
];
