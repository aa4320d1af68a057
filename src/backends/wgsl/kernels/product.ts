import type { Pads, Pair } from '../../../ir/shape.ts';
import type { Field, Operand, Parameter } from '../dispatch.ts';

/**
 * A product of matrices, pixels × (taps · channels) by (taps · channels) × filters, `groups` times, whose left side is gathered from a map:
 * a convolution, or one step of Winograd's. How it is computed differs by family (product-lanes.ts, product-tiles.ts).
 */
export interface Product {
  readonly layers: readonly string[];
  readonly formula: string;
  readonly input: Operand;
  readonly inputStored: 'f32' | 'f16';
  /** The window's and the input's fields (`windowFields`), `input_group` among them: vec4s from one group's input to the next's. */
  readonly shape: Readonly<Record<string, Field>>;
  /** Of both sides, in whole vec4s of each group. */
  readonly weights: Parameter;
  readonly window: { readonly kernel: Pair; readonly stride: Pair; readonly pad: Pads };
  readonly groups: number;
  readonly pixels: number;
  /** Of a group: input channels and filters in vec4s. */
  readonly channels: number;
  readonly quads: number;
  readonly finish: Finish;
}

/** What becomes of a sum: the layer's epilogue, or plain memory for a later dispatch. */
export type Finish =
  | {
      readonly kind: 'store';
      readonly functions: string;
      readonly operands: readonly Operand[];
      readonly shape: Readonly<Record<string, Field>>;
      readonly formula: (inner: string) => string;
      readonly bias: Parameter;
      /** The layer's quad that is this product's first. */
      readonly firstQuad: number;
    }
  /** vec4 [group, pixel, quad] of a scratch operand called `products`. */
  | { readonly kind: 'keep'; readonly operand: Operand };
