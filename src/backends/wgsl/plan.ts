/**
 * `NAME.plan.json`: everything that the runtime does, decided by the compiler. One program per class of adapters; all share
 * one weights file and the contract of the input and the output. `schemas/wgsl-plan.schema.json` says the same to other tools.
 */
export interface Plan {
  readonly format: 'rnc-wgsl';
  readonly version: 1;
  /** What wrote it, as in `rnc 0.2.0`. */
  readonly generator: string;
  readonly network: string;
  /** How activations and weights are stored; sums are always float32. */
  readonly dtype: 'f32' | 'f16';
  /** N×C×H×W as its user gives it; buffer `input` holds N×H×W×C float32, C filled up with zeros to a multiple of 4. */
  readonly input: { readonly shape: readonly [n: number, c: number, h: number, w: number] };
  /** N×classes, or N×C×H×W; buffer `output` holds float32, channels last and filled up likewise. */
  readonly output: { readonly shape: readonly number[] };
  readonly weights: { readonly file: string; readonly bytes: number };
  /** The first entry all of whose conditions hold chooses the program; the last has none. */
  readonly adapters: readonly AdapterRule[];
  readonly programs: Readonly<Record<string, Program>>;
}

/** Conditions on GPUAdapterInfo: texts are substrings in lower case; every subgroup of the adapter has `subgroupSize` invocations. */
export interface AdapterRule {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly device?: string;
  readonly description?: string;
  readonly subgroupSize?: number;
  readonly program: string;
}

export interface Program {
  /** Where its adapters run shaders: on a processor, waiting must leave the cores to them. */
  readonly processor: 'cpu' | 'gpu';
  /** Of the device, if it needs any; an adapter without them goes on to the next rule. */
  readonly features?: readonly ('shader-f16' | 'subgroups')[];
  /** Device limits beyond WebGPU's defaults or close to them: what is needed, and by which layer. */
  readonly limits: readonly Requirement[];
  readonly buffers: readonly Buffer[];
  readonly uploads: readonly Upload[];
  readonly kernels: readonly Kernel[];
  /** In order; one dispatch each. */
  readonly steps: readonly Step[];
}

export type LimitName =
  | 'maxBufferSize'
  | 'maxStorageBufferBindingSize'
  | 'maxStorageBuffersPerShaderStage'
  | 'maxComputeWorkgroupStorageSize'
  | 'maxComputeInvocationsPerWorkgroup'
  | 'maxComputeWorkgroupSizeX'
  | 'maxComputeWorkgroupsPerDimension';

export interface Requirement {
  readonly limit: LimitName;
  readonly value: number;
  readonly layer: string;
}

export interface Buffer {
  readonly name: string;
  readonly kind: 'input' | 'weights' | 'activations' | 'output';
  readonly bytes: number;
}

/** A run of the weights file that goes to a buffer before the first run. Offsets and sizes are bytes, multiples of 4. */
export interface Upload {
  readonly tensor: string;
  readonly from: number;
  readonly bytes: number;
  readonly buffer: number;
  readonly offset: number;
  /**
   * A 3×3 kernel [ky, kx, c, n] (n contiguous, float32) that goes to the buffer as U = G g Gᵀ, [t·t, c, n] with t = tile + 2.
   */
  readonly winograd?: { readonly tile: 2 | 4 };
}

export interface Kernel {
  readonly name: string;
  /** Path in the output folder; its entry point is `main`. */
  readonly file: string;
  /** What its line `const shape = Shape(…);` holds between the brackets, for a kernel that shares a file with others. */
  readonly shape?: string;
  /** Of @group(0), by binding number. */
  readonly bindings: readonly ('read' | 'read_write' | 'uniform')[];
}

export interface Step {
  /** Paths of the operators that it computes. */
  readonly layers: readonly string[];
  readonly kernel: number;
  readonly bindings: readonly Binding[];
  readonly workgroups: readonly [x: number, y: number, z: number];
}

/** A range of a buffer, or whole numbers (u32) that the runtime puts into a uniform buffer. */
export type Binding =
  | { readonly buffer: number; readonly offset: number; readonly bytes: number }
  | { readonly uniform: readonly number[] };
