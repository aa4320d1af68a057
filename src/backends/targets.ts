import type { Location, Outcome } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../ir/graph.ts';
import { emitOnnx } from './onnx/emit.ts';
import { emitPicture } from './picture/emit.ts';
import { emitPytorch } from './pytorch/emit.ts';
import { emitReport } from './report/emit.ts';
import { emitTfjs } from './tfjs/emit.ts';
import { emitWgsl } from './wgsl/emit.ts';
import type { TuningTable } from './wgsl/tuning.ts';

/** Tensors by name; shapes are PyTorch's. */
export type Weights = ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;

export interface OutputFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What a target may be told beside the network; each takes what it knows. */
export interface TargetOptions {
  /** Pictures in one run, for targets that fix it; 1 if not given. */
  readonly batch?: number;
  /** How weights and activations are stored, for targets that can choose; f32 if not given. */
  readonly dtype?: 'f32' | 'f16';
  /** Winograd's algorithm for 3×3 convolutions, F(2,3) or F(4,3): of the wgsl target; auto if not given. */
  readonly winograd?: 'auto' | 'off' | 'f2' | 'f4';
  /** What `rnc tune` measured, for the wgsl target. */
  readonly tuning?: TuningTable;
  /** Batch normalisation folded into the convolutions, for inference only: of the onnx target; not if not given. */
  readonly fold?: boolean;
}

/** What every target is given. */
export interface Emission {
  readonly graph: Graph;
  readonly weights: Weights | undefined;
  readonly options: TargetOptions;
  /** The name of the compiled file, for the header of what is written. */
  readonly source: string;
  readonly locate: (location: Location) => { file: string; line: number; column: number };
}

export type Target = (emission: Emission) => Outcome<readonly OutputFile[]>;

/** Every target, by the name that `--target` takes. */
export const targets = {
  tfjs: emitTfjs,
  wgsl: emitWgsl,
  onnx: emitOnnx,
  pytorch: emitPytorch,
  report: emitReport,
  picture: emitPicture,
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;
