import type { LayersModel, SymbolicTensor, Tensor, Tensor4D } from '@tensorflow/tfjs';

/** The union package `@tensorflow/tfjs`, as a value. */
export type TensorFlow = typeof import('@tensorflow/tfjs');

/** A tensor’s values, with the shape that PyTorch gives it. */
export interface WeightTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
export type Weights = ReadonlyMap<string, WeightTensor> | Readonly<Record<string, WeightTensor>>;

/** Height, width, channels. */
export type InputShape = readonly [height: number, width: number, channels: number];
export type Pair = number | readonly [height: number, width: number];
export type Pads = number | readonly [top: number, bottom: number, left: number, right: number];

export type ConvolutionInitializer =
  | 'he_normal'
  | 'he_normal_fan_in'
  | 'he_uniform'
  | 'glorot_normal'
  | 'glorot_uniform'
  | 'lecun_normal'
  | 'zeros';

export interface PoolOptions {
  readonly kernel: Pair;
  /** The kernel’s size if not given. */
  readonly stride?: Pair;
  readonly pad?: Pads;
}

/**
 * What an architecture is written against. A value is a feature map [N, H, W, C] or, after global pooling, a linear layer or
 * flattening, a vector [N, C]. `name` is the path of an operator’s tensors.
 */
export interface Operators<Value> {
  conv(
    x: Value,
    name: string,
    options: {
      readonly kernel: Pair;
      readonly filters: number;
      readonly stride?: Pair;
      readonly pad?: Pads;
      readonly dilation?: Pair;
      readonly groups?: number;
      readonly bias?: boolean;
      readonly init?: ConvolutionInitializer;
    },
  ): Value;
  /** Flattens in the order channels, rows, columns; `pointwise` works on the channels of each position instead. */
  linear(
    x: Value,
    name: string,
    options: {
      readonly units: number;
      readonly bias?: boolean;
      readonly pointwise?: boolean;
      readonly init?: ConvolutionInitializer | 'linear_uniform';
    },
  ): Value;
  /** `momentum` is TensorFlow’s: the weight of the old statistic. */
  batchnorm(
    x: Value,
    name: string,
    options: { readonly epsilon: number; readonly momentum: number; readonly init?: 'ones' | 'zeros' },
  ): Value;
  layernorm(x: Value, name: string, options: { readonly epsilon: number }): Value;
  groupnorm(x: Value, name: string, options: { readonly groups: number; readonly epsilon: number }): Value;
  relu(x: Value): Value;
  relu6(x: Value): Value;
  silu(x: Value): Value;
  gelu(x: Value): Value;
  sigmoid(x: Value): Value;
  hardswish(x: Value): Value;
  hardsigmoid(x: Value): Value;
  tanh(x: Value): Value;
  softmax(x: Value): Value;
  /** Padding counts as −∞. */
  maxpool(x: Value, options: PoolOptions): Value;
  /** Divides by the whole window, padding included, unless `excludePad`. */
  avgpool(x: Value, options: PoolOptions & { readonly excludePad?: boolean }): Value;
  globalMaxpool(x: Value): Value;
  globalAvgpool(x: Value): Value;
  flatten(x: Value): Value;
  dropout(x: Value, options: { readonly rate: number }): Value;
  dropPath(x: Value, options: { readonly rate: number }): Value;
  zeroPad(
    x: Value,
    options: { readonly pad?: Pads; readonly channels?: readonly [front: number, behind: number] },
  ): Value;
  upsample(x: Value, options: { readonly scale: Pair; readonly method: 'nearest' | 'bilinear' }): Value;
  channelShuffle(x: Value, options: { readonly groups: number }): Value;
  layerScale(x: Value, name: string, options: { readonly value: number }): Value;
  /** Shapes must be equal: nothing is broadcast. */
  add(...values: Value[]): Value;
  /** A C×1×1 or 1×H×W factor applies to every position or channel of the first. */
  multiply(first: Value, ...factors: Value[]): Value;
  concat(...values: Value[]): Value;
  channels(x: Value): number;
  height(x: Value): number;
  width(x: Value): number;
  sameShape(a: Value, b: Value): boolean;
}

/** An architecture: written once, run by both engines. */
export type Build = <Value>(nn: Operators<Value>, x: Value) => Value;

/** A model from [N, height, width, channels]; layers that own tensors are named by their path. */
export function trainable(
  tf: TensorFlow,
  name: string,
  inputShape: InputShape,
  build: (nn: Operators<SymbolicTensor>, x: SymbolicTensor) => SymbolicTensor,
): LayersModel;

export interface Forward {
  /** From [N, height, width, channels]; the result is the caller’s to dispose. */
  (x: Tensor4D): Tensor;
  /** Frees the weights. */
  dispose(): void;
}

/**
 * The network as it is after training, folded and fused.
 * @throws {Error} naming a tensor that is missing or has another shape
 */
export function inference(tf: TensorFlow, weights: Weights, inputShape: InputShape, build: Build): Forward;

/**
 * Sets every tensor of a model; nothing is set unless everything fits. Tensors that the model does not have are ignored.
 * @throws {Error} naming a tensor that is missing or has another shape
 */
export function loadWeights(tf: TensorFlow, model: LayersModel, weights: Weights): void;

/** The model’s tensors with PyTorch’s names and layouts. */
export function extractWeights(tf: TensorFlow, model: LayersModel): Promise<Map<string, WeightTensor>>;

/** The floating-point tensors of a file’s bytes (F64, F32, F16, BF16), as float32; others are left out. */
export function readSafetensors(file: ArrayBuffer | Uint8Array): Map<string, WeightTensor>;

/** A safetensors file of F32 tensors. */
export function writeSafetensors(weights: Weights): Uint8Array<ArrayBuffer>;

/** Makes the layers of this runtime known to `tf.loadLayersModel`. */
export function registerLayers(tf: TensorFlow): void;
