import { permute } from './permute.ts';
import type { WeightTensor } from './tensor.ts';

/*
 * A variable of Keras and TensorFlow.js is called LAYER/VARIABLE, and a tensor of PyTorch LAYER.SUFFIX. Kernels differ in
 * their axes: H×W×I×O there and O×I×H×W here, in×out and out×in, and H×W×C×M of a depthwise convolution is (C·M)×1×H×W.
 */

interface Variable {
  readonly suffix: string;
  readonly convert: (tensor: WeightTensor) => WeightTensor;
}

const same = (tensor: WeightTensor): WeightTensor => tensor;

/** By rank: a one-dimensional convolution has 3 axes, a two-dimensional one 4. */
const kernelAxes: Readonly<Record<number, readonly number[]>> = { 2: [1, 0], 3: [2, 1, 0], 4: [3, 2, 0, 1] };

function fromKernel(tensor: WeightTensor): WeightTensor {
  const axes = kernelAxes[tensor.shape.length];
  return axes === undefined ? tensor : permute(tensor, axes);
}

function fromDepthwise(tensor: WeightTensor): WeightTensor {
  if (tensor.shape.length !== 4) return tensor;
  const [height, width, channels, multiplier] = tensor.shape as [number, number, number, number];
  const { data } = permute(tensor, [2, 3, 0, 1]);
  return { shape: [channels * multiplier, 1, height, width], data };
}

const variables: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['kernel', { suffix: '.weight', convert: fromKernel }],
  ['depthwise_kernel', { suffix: '.weight', convert: fromDepthwise }],
  ['bias', { suffix: '.bias', convert: same }],
  ['gamma', { suffix: '.weight', convert: same }],
  ['beta', { suffix: '.bias', convert: same }],
  ['moving_mean', { suffix: '.running_mean', convert: same }],
  ['moving_variance', { suffix: '.running_var', convert: same }],
  // rnc's own layer in TensorFlow.js; the tensor is called by the layer's path alone.
  ['scale', { suffix: '', convert: ({ shape, data }) => ({ shape: [...shape, 1, 1], data }) }],
]);

/** Keras 3 calls every kernel `kernel`, so that only the layer's name is left to tell: `block_1_depthwise`. */
const depthwiseLayer = /depthwise|(^|[_/.])dw(_|\d|$)/i;

export interface KerasVariable {
  readonly layer: string;
  /** `.weight` for a kernel; '' where the layer has a single tensor without a name. */
  readonly suffix: string;
  readonly toPyTorch: (tensor: WeightTensor, isDepthwise?: boolean) => WeightTensor;
}

/** What a name says; undefined where it is not one of Keras's. */
export function kerasVariable(name: string): KerasVariable | undefined {
  const end = name.lastIndexOf('/');
  // TensorFlow.js takes no name that begins with `_`: the emitted modules put `at/` in front.
  const layer = name.slice(0, Math.max(0, end)).replace(/^at\/(?=_)/, '');
  // TensorFlow.js numbers a name that another model of the same process has already: conv1/kernel_1.
  const part = name.slice(end + 1).replace(/:0$/, '');
  const variable = variables.get(part) ?? variables.get(part.replace(/_\d+$/, ''));
  if (end < 1 || variable === undefined) return undefined;
  const { suffix, convert } = variable;
  return {
    layer,
    suffix,
    toPyTorch: (tensor, isDepthwise = depthwiseLayer.test(layer)) =>
      convert === fromKernel && isDepthwise && tensor.shape.length === 4
        ? fromDepthwise(tensor)
        : convert(tensor),
  };
}

/** What a tensor of PyTorch is called in Keras's layer, and how it lies there. */
export function toKerasVariable(
  suffix: string,
  tensor: WeightTensor,
  is: 'depthwise' | 'kernel' | 'norm' | 'scale',
): WeightTensor & { readonly name: string } {
  const statistics: Readonly<Record<string, string>> = {
    '.running_mean': 'moving_mean',
    '.running_var': 'moving_variance',
  };
  if (suffix === '.bias') return { name: is === 'norm' ? 'beta' : 'bias', ...tensor };
  switch (is) {
    case 'norm':
      return { name: statistics[suffix] ?? 'gamma', ...tensor };
    case 'scale':
      return { name: 'scale', shape: tensor.shape.slice(0, 1), data: tensor.data };
    case 'depthwise':
      return { name: 'depthwise_kernel', ...permute(tensor, [2, 3, 0, 1]) };
    case 'kernel': {
      const axes = tensor.shape.length === 2 ? [1, 0] : [2, 3, 1, 0];
      return { name: 'kernel', ...permute(tensor, axes) };
    }
  }
}
