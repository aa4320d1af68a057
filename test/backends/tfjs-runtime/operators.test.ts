import { beforeAll, describe, expect, it } from 'vitest';
import {
  extractWeights,
  inference,
  loadWeights,
  trainable,
} from '../../../templates/tfjs/runtime/runtime.js';
import { hasTorch } from '../../oracles/python.ts';
import { networks, operators } from './cases.ts';
import { build, fromPyTorch, inputShape, start, tf, toPyTorch } from './engines.ts';
import { type Answer, askPyTorch, relativeError, weightsOf } from './oracle.ts';

const cases = [...operators, ...networks];
const answers: Answer[] = [];
beforeAll(() => void (hasTorch && answers.push(...askPyTorch(cases))), 60_000);

const tolerance = 1e-5;

describe.skipIf(!hasTorch).each(['cpu', 'wasm'] as const)(
  'inference on %s computes what PyTorch computes',
  (backend) => {
    beforeAll(() => start(backend));

    it.each(cases.map((each, index) => ({ ...each, index })))('$title', (each) => {
      const answer = answers[each.index]!;
      const before = tf.memory().numTensors;
      const forward = inference(tf, weightsOf(answer), inputShape(each), build(each));
      const x = fromPyTorch(answer.input);
      const y = forward(x);
      expect(relativeError(toPyTorch(y), answer.output.data)).toBeLessThan(tolerance);
      expect(x.isDisposed).toBe(false);
      tf.dispose([x, y]);
      forward.dispose();
      expect(tf.memory().numTensors, 'nothing is left behind').toBe(before);
    });
  },
);

describe.skipIf(!hasTorch)(
  'the trainable model computes what PyTorch computes, forwards and backwards',
  () => {
    beforeAll(() => start('cpu'));

    it.each(cases.map((each, index) => ({ ...each, index })))('$title', async (each) => {
      const answer = answers[each.index]!;
      const model = trainable(tf, 'network', inputShape(each), build(each));
      loadWeights(tf, model, weightsOf(answer));
      const x = fromPyTorch(answer.input);
      const y = model.predict(x) as tf.Tensor;
      expect(relativeError(toPyTorch(y), answer.output.data)).toBeLessThan(tolerance);
      expect(y.shape, 'the declared shape is the real one').toEqual([
        x.shape[0],
        ...model.outputs[0]!.shape.slice(1),
      ]);

      const probe = tf.tensor(answer.output.data.map((_, index) => Math.cos(index)));
      const loss = (value: tf.Tensor) => {
        const output = model.apply(value) as tf.Tensor;
        const ordered = output.rank === 4 ? tf.transpose(output, [0, 3, 1, 2]) : output;
        return tf.sum(tf.mul(ordered.flatten(), probe)) as tf.Scalar;
      };
      expect(relativeError(toPyTorch(tf.grad(loss)(x)), answer.inputGradient.data)).toBeLessThan(tolerance);
      if (model.trainableWeights.length === 0) return;
      // Each variable takes its gradient’s value, so that `extractWeights` gives the gradients PyTorch’s names and layouts.
      const { grads } = tf.variableGrads(() => loss(x));
      for (const variable of model.trainableWeights) {
        const { name } = variable.read() as tf.Variable;
        variable.write(grads[name]!);
      }
      const gradients = await extractWeights(tf, model);
      for (const [name, expected] of Object.entries(answer.gradients))
        expect(relativeError(gradients.get(name)!.data, expected.data), name).toBeLessThan(tolerance);
      model.dispose();
    });
  },
);
