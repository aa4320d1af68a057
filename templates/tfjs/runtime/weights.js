import { describe } from './geometry.js';
import { pathOf } from './layer-names.js';
import { permute, readTensor } from './layout.js';

/**
 * How each variable of a layer is stored in PyTorch: the last part of its name, its shape there, and, where the layout differs,
 * the axes that lead from PyTorch’s layout (split as `view` says) to the variable’s.
 *
 * @type {Record<string, (shape: readonly number[]) => { suffix: string, shape: readonly number[],
 *   view?: readonly number[], axes?: readonly number[] }>}
 */
const storage = {
  kernel: (shape) =>
    shape.length === 2
      ? { suffix: 'weight', shape: [shape[1], shape[0]], axes: [1, 0] }
      : { suffix: 'weight', shape: [shape[3], shape[2], shape[0], shape[1]], axes: [2, 3, 1, 0] },
  depthwise_kernel: ([height, width, channels, multiplier]) => ({
    suffix: 'weight',
    shape: [channels * multiplier, 1, height, width],
    view: [channels, multiplier, height, width],
    axes: [2, 3, 0, 1],
  }),
  bias: (shape) => ({ suffix: 'bias', shape }),
  gamma: (shape) => ({ suffix: 'weight', shape }),
  beta: (shape) => ({ suffix: 'bias', shape }),
  moving_mean: (shape) => ({ suffix: 'running_mean', shape }),
  moving_variance: (shape) => ({ suffix: 'running_var', shape }),
  scale: ([channels]) => ({ suffix: '', shape: [channels, 1, 1] }), // a layer scale is named by its path alone
};

/** Every variable of the model with its PyTorch name and storage, in the order of the layers. */
function tensorsOf(model) {
  return model.layers.flatMap((layer) =>
    layer.weights.map((variable) => {
      // `name` gets a number at its end where another model has the same layers; `originalName` does not.
      const part = variable.originalName.slice(variable.originalName.lastIndexOf('/') + 1);
      if (!(part in storage))
        throw new Error(`layer '${layer.name}' has a variable '${part}' that has no PyTorch name`);
      const { suffix, shape, view = shape, axes } = storage[part](variable.shape);
      const path = pathOf(layer);
      return { name: suffix ? `${path}.${suffix}` : path, variable, shape, view, axes };
    }),
  );
}

/**
 * Sets every tensor of the model from weights with PyTorch’s names and layouts. Nothing is set unless everything fits; tensors
 * that the model does not have are ignored.
 *
 * @param {import('@tensorflow/tfjs').LayersModel} model
 * @param {import('./layout.js').Weights} weights as `readSafetensors` returns them
 * @throws {Error} naming the first tensor that is missing or has another shape
 */
export function loadWeights(tf, model, weights) {
  const tensors = tensorsOf(model).map((tensor) => ({
    ...tensor,
    data: readTensor(weights, tensor.name, tensor.shape),
  }));
  for (const { variable, view, axes, data } of tensors)
    tf.tidy(() => {
      const values = axes === undefined ? data.slice() : permute(data, view, axes);
      variable.write(tf.tensor(values, variable.shape));
    });
}

/**
 * The model’s tensors with PyTorch’s names and layouts: what `loadWeights` takes and `writeSafetensors` writes.
 *
 * @param {import('@tensorflow/tfjs').LayersModel} model
 * @returns {Promise<Map<string, import('./safetensors.js').WeightTensor>>} a promise, because WebGPU reads nothing at once
 */
export async function extractWeights(_tf, model) {
  const weights = new Map();
  for (const { name, variable, shape, view, axes } of tensorsOf(model)) {
    const data = await variable.read().data();
    if (weights.has(name)) throw new Error(`two tensors are named '${name}' [${describe(shape)}]`);
    weights.set(name, { shape, data: axes === undefined ? data.slice() : backwards(data, view, axes) });
  }
  return weights;
}

/** Undoes `permute(…, view, axes)`. */
function backwards(data, view, axes) {
  const shape = axes.map((axis) => view[axis]);
  return permute(
    data,
    shape,
    view.map((_, axis) => axes.indexOf(axis)),
  );
}
