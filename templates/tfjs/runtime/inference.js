import { describe, equal } from './geometry.js';
import { kernels } from './kernels.js';
import { readTensor } from './layout.js';
import { trace } from './trace.js';

/**
 * A function that computes the network as it is after training, built for speed: batch normalisation is folded into the
 * convolution before it, bias and activation are fused into the same kernel, dropout is gone, weights are uploaded once in
 * the layout of tfjs, and every intermediate value is freed as soon as nothing reads it any more.
 *
 * @param {import('./layout.js').Weights} weights with PyTorch’s names and layouts, as `readSafetensors` returns them
 * @param {readonly [number, number, number]} inputShape height, width, channels
 * @returns {((x: import('@tensorflow/tfjs').Tensor4D) => import('@tensorflow/tfjs').Tensor) & { dispose(): void }} from
 *   [N, height, width, channels]; the result is the caller’s to dispose, and `dispose` frees the weights
 * @throws {Error} naming the tensor that is missing or has another shape; the function itself throws for an input of another
 *   shape or a batch of none, and after `dispose`
 */
export function inference(tf, weights, inputShape, build) {
  const { input, output, nodes } = trace(inputShape, build);
  const uploaded = [];
  const resources = {
    tf,
    read: (name, shape) => readTensor(weights, name, shape),
    upload: (data, shape) => {
      const tensor = tf.keep(tf.tensor(data, shape));
      uploaded.push(tensor);
      return tensor;
    },
  };
  let disposed = false;
  const dispose = () => {
    disposed = true;
    for (const tensor of uploaded.splice(0)) tensor.dispose();
  };
  let steps;
  try {
    steps = scheduled(fused(liveOnly(nodes, output)), output).map((step) => ({
      ...step,
      run: kernels[step.first.op](step, resources),
    }));
  } catch (error) {
    dispose();
    throw error;
  }

  function forward(x) {
    if (disposed) throw new Error('this inference function was disposed; create another one');
    if (x.rank !== 4 || !equal(x.shape.slice(1), inputShape) || x.shape[0] === 0)
      throw new Error(
        `the input is [${describe(x.shape)}], but the network takes [N×${describe(inputShape)}]`,
      );
    return tf.tidy(() => {
      const values = new Map([[input, x]]);
      for (const { run, inputs, value, lastReads } of steps) {
        values.set(
          value,
          tf.tidy(() => run(...inputs.map((node) => values.get(node)))),
        );
        for (const node of lastReads) if (node !== input) values.get(node).dispose();
      }
      return output === input ? x.clone() : values.get(output);
    });
  }
  return Object.assign(forward, { dispose });
}

/** The nodes that the output depends on. */
function liveOnly(nodes, output) {
  const live = new Set([output]);
  for (const node of nodes.toReversed()) if (live.has(node)) for (const input of node.inputs) live.add(input);
  return nodes.filter((node) => live.has(node));
}

/** What each of these operators may take in: it multiplies and adds per output channel, or cuts, on the way out. */
const absorbing = new Set(['conv', 'linear', 'batchnorm', 'layerScale']);
const affine = new Set(['batchnorm', 'layerScale']);
const activations = new Set(['relu', 'relu6']);

/**
 * Gathers each convolution, linear layer or normalisation with the normalisations and the activation that follow it, where
 * nothing else reads the values between.
 *
 * @typedef {object} Step
 * @property {import('./trace.js').Node} first the node whose kernel runs
 * @property {readonly import('./trace.js').Node[]} affines normalisations folded into it, in order
 * @property {'linear' | 'relu' | 'relu6'} activation
 * @property {readonly import('./trace.js').Node[]} inputs
 * @property {import('./trace.js').Node} value the node whose value it computes
 * @returns {Step[]}
 */
function fused(nodes) {
  const readers = new Map(nodes.map((node) => [node, []]));
  for (const node of nodes) for (const input of node.inputs) readers.get(input).push(node);
  const absorbed = new Set();
  const steps = [];
  for (const first of nodes) {
    if (first.op === 'input' || absorbed.has(first)) continue;
    const affines = affine.has(first.op) ? [first] : [];
    let activation = 'linear';
    let value = first;
    while (absorbing.has(first.op) && activation === 'linear' && readers.get(value).length === 1) {
      const [next] = readers.get(value);
      if (affine.has(next.op)) affines.push(next);
      else if (activations.has(next.op)) activation = next.op;
      else break;
      absorbed.add(next);
      value = next;
    }
    steps.push({ first, affines, activation, inputs: first.inputs, value });
  }
  return steps;
}

/** Adds to each step the values that nothing after it reads. */
function scheduled(steps, output) {
  const kept = new Set([output]);
  return steps
    .toReversed()
    .map((step) => {
      const lastReads = [...new Set(step.inputs)].filter((node) => !kept.has(node));
      for (const node of lastReads) kept.add(node);
      return { ...step, lastReads };
    })
    .reverse();
}
