import type * as TensorFlow from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, compile, initialiseWeights } from '../../../src/index.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { type EmittedModule, importEmitted, type Tf, tensorFlow } from '../../backends/tfjs/run-spec.ts';
import { byEffort } from '../effort.ts';

const source = {
  name: 'net.resnet',
  text: 'network net {\n  input 3 x 6 x 5\n  c: conv 3x3, 4, stride 2\n  b: batchnorm\n  relu\n  fc: linear 2\n}\n',
};
const weights = initialiseWeights(tensorsOf(check(source).networks[0]!), 0);

describe('the inference function of TensorFlow.js', () => {
  let tf: Tf;
  let module: EmittedModule;
  let remove: () => void;
  beforeAll(async () => {
    tf = await tensorFlow('wasm');
    ({ module, remove } = await importEmitted<EmittedModule>(
      compile(source, { target: 'tfjs' }).files,
      'net.js',
    ));
  });
  afterAll(() => remove());

  /** Nothing that `work` made is left when it ends. */
  const leavesNothing = async (work: () => void | Promise<void>): Promise<void> => {
    const before = tf.memory().numTensors;
    await work();
    expect(tf.memory().numTensors).toBe(before);
  };

  it.each<[string, readonly number[], RegExp]>([
    ['channels first', [1, 3, 6, 5], /\[1×3×6×5\].*\[N×6×5×3\]/],
    ['no batch', [6, 5, 3], /\[6×5×3\].*\[N×6×5×3\]/],
    ['another size', [1, 6, 6, 3], /\[1×6×6×3\].*\[N×6×5×3\]/],
    ['a vector', [90], /\[90\].*\[N×6×5×3\]/],
  ])('refuses an input of another shape: %s', (_, shape, message) =>
    leavesNothing(() => {
      const infer = module.createInference(tf, weights);
      tf.tidy(() => {
        expect(() => infer(tf.zeros([...shape]))).toThrow(message);
      });
      infer.dispose();
    }),
  );

  it('refuses a batch of none', () =>
    leavesNothing(() => {
      const infer = module.createInference(tf, weights);
      tf.tidy(() => {
        expect(() => infer(tf.zeros([0, 6, 5, 3]))).toThrow(/\[0×6×5×3\].*\[N×6×5×3\]/);
      });
      infer.dispose();
    }));

  it('refuses weights that do not fit, and leaves nothing of those that do', () =>
    leavesNothing(() => {
      for (const name of weights.keys()) {
        const without = new Map([...weights].filter(([other]) => other !== name));
        expect(() => module.createInference(tf, without)).toThrow(name);
        const wrong = new Map(weights).set(name, { shape: [1], data: new Float32Array(1) });
        expect(() => module.createInference(tf, wrong)).toThrow(name);
      }
    }));

  it('refuses to run after dispose, which may be repeated', () =>
    leavesNothing(() => {
      const infer = module.createInference(tf, weights);
      infer.dispose();
      infer.dispose();
      tf.tidy(() => {
        expect(() => infer(tf.zeros([1, 6, 5, 3]))).toThrow(/disposed/);
      });
    }));

  it('runs that overlap answer each from its own input', () =>
    leavesNothing(async () => {
      const infer = module.createInference(tf, weights);
      const inputs = [0, 1, 2].map((value) => tf.fill([1, 6, 5, 3], value) as TensorFlow.Tensor4D);
      const alone = inputs.map((input) => tf.tidy(() => [...infer(input).dataSync()]));
      const results = inputs.map((input) => infer(input));
      const together = await Promise.all(results.map(async (result) => [...(await result.data())]));
      expect(together).toEqual(alone);
      for (const one of [...inputs, ...results]) one.dispose();
      infer.dispose();
    }));

  it('keeps as many tensors after many runs as after the first', () =>
    leavesNothing(() => {
      const infer = module.createInference(tf, weights);
      const input = tf.ones([1, 6, 5, 3]) as TensorFlow.Tensor4D;
      infer(input).dispose();
      const { numTensors, numBytes } = tf.memory();
      for (let run = 0; run < byEffort({ sample: 200, deep: 10_000 }); run++) infer(input).dispose();
      expect(tf.memory()).toMatchObject({ numTensors, numBytes });
      input.dispose();
      infer.dispose();
    }));
});
