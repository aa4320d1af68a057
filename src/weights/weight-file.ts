import type { FileFault, WeightTensor } from './tensor.ts';

export type WeightFormat = 'safetensors' | 'sharded-safetensors' | 'keras-hdf5' | 'tfjs-layers' | 'onnx';

/** For people. */
export const formatWords: Readonly<Record<WeightFormat, string>> = {
  safetensors: 'safetensors',
  'sharded-safetensors': 'safetensors in shards',
  'keras-hdf5': 'Keras HDF5',
  'tfjs-layers': 'TensorFlow.js layers model',
  onnx: 'ONNX',
};

/** What a file of weights holds, whichever format it is. */
export interface WeightFile {
  readonly format: WeightFormat;
  /** By the file's own names and in its own layout: `conv1.weight` is O×I×H×W, `conv1/kernel` is H×W×I×O. */
  readonly tensors: ReadonlyMap<string, WeightTensor>;
  /** Each number type as safetensors spells it, of what was left out too: counters such as `num_batches_tracked`. */
  readonly dtypes: ReadonlyMap<string, string>;
  readonly metadata: ReadonlyMap<string, string>;
  /** Whether the layers stand in the order in which they are computed; safetensors sorts by name. */
  readonly inOrder: boolean;
  /**
   * In which order a linear layer with a name of Keras reads the feature map before it, which the numbers do not show: Keras
   * has the channels last. Layers with PyTorch's names always have them first.
   */
  readonly flattening: 'channels-first' | 'channels-last';
}

/** Reads a file beside the one that names it; the name has no folder in it. */
export type Sibling = (name: string) => Uint8Array<ArrayBuffer> | FileFault;
