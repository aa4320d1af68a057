import type { NodeId } from '../../ir/graph.ts';
import type { OperatorKind } from '../../ir/operators.ts';
import type { Pads, Pair, Shape } from '../../ir/shape.ts';

/** Elementwise functions without parameters, by the language's names. */
export type Activation = Extract<
  OperatorKind,
  'relu' | 'relu6' | 'silu' | 'gelu' | 'sigmoid' | 'hardswish' | 'hardsigmoid' | 'tanh'
>;

/** What happens to a value before it is stored; `add` and `multiply` read another value at the same place. */
export type EpilogueStep =
  | { readonly kind: 'activation'; readonly name: Activation }
  | { readonly kind: 'add'; readonly value: NodeId }
  | { readonly kind: 'multiply'; readonly value: NodeId }
  /** A factor and a summand for each channel: a batchnorm or layer_scale that no convolution could take. */
  | { readonly kind: 'affine'; readonly scale: Vector; readonly shift: Vector };

/** One number per channel, in double precision until it is packed. */
export interface Vector {
  readonly name: string;
  readonly values: Float64Array;
}

/** A convolution's or linear layer's weights: O×I/groups×kH×kW, row-major. */
export interface Filters {
  readonly name: string;
  readonly shape: readonly [filters: number, channels: number, height: number, width: number];
  readonly data: Float32Array | Float64Array;
}

export interface Convolution {
  readonly kind: 'convolution';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly pad: Pads;
  readonly groups: number;
  readonly filters: Filters;
  readonly bias: Vector;
}

export interface Pool {
  readonly kind: 'pool';
  readonly method: 'max' | 'average';
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly pad: Pads;
  /** Of an average: divides by the values inside the input only. */
  readonly excludePad: boolean;
}

export interface Normalisation {
  readonly kind: 'normalisation';
  /** Channels that share a mean and a variance: all of one position, or a group's of all positions. */
  readonly over: 'channels' | 'groups';
  readonly groups: number;
  readonly eps: number;
  readonly scale: Vector;
  readonly shift: Vector;
}

export type Computation =
  | Convolution
  | Pool
  | Normalisation
  | { readonly kind: 'global-pool'; readonly method: 'max' | 'average' }
  /** The input itself; the epilogue does the work. */
  | { readonly kind: 'map' }
  | { readonly kind: 'softmax' }
  | { readonly kind: 'resize'; readonly scale: Pair; readonly method: 'nearest' | 'bilinear' }
  /** C, H, W order becomes the order of channels. */
  | { readonly kind: 'flatten' }
  | { readonly kind: 'shuffle'; readonly groups: number }
  /** The input at an offset of a larger output; zeros elsewhere, unless another layer writes them. */
  | {
      readonly kind: 'place';
      readonly top: number;
      readonly left: number;
      readonly channel: number;
      readonly zeros: boolean;
    };

/** What one or a few dispatches compute: an operator with everything that is done to its result before it is stored. */
export interface Layer {
  /** Paths of the operators in it, the computing one first. */
  readonly paths: readonly string[];
  readonly input: NodeId;
  readonly output: NodeId;
  readonly computation: Computation;
  readonly epilogue: readonly EpilogueStep[];
}

/** A network as layers in the order of their execution. Values are called by the node that they are the result of. */
export interface LayerGraph {
  readonly shapes: ReadonlyMap<NodeId, Shape>;
  readonly paths: ReadonlyMap<NodeId, string>;
  readonly layers: readonly Layer[];
  readonly input: NodeId;
  readonly output: NodeId;
  /** `concat` values: what they are made of, in order; their `place` layers stand among the others. */
  readonly concatenations: ReadonlyMap<NodeId, readonly NodeId[]>;
}

/** All values that a layer reads. */
export function valuesRead(layer: Layer): readonly NodeId[] {
  const others = layer.epilogue.flatMap((step) =>
    step.kind === 'add' || step.kind === 'multiply' ? [step.value] : [],
  );
  return [layer.input, ...others];
}
