/// <reference types="@webgpu/types" />
import type { Plan } from '../../../src/backends/wgsl/plan.ts';

export type { Plan };

export interface LoadOptions {
  /** `navigator.gpu` if not given; in Node, of the npm package `webgpu`. */
  readonly gpu?: GPU;
  /** The caller's own, which is never destroyed here and cannot be replaced when it is lost. */
  readonly device?: GPUDevice;
  /** The weights file, or where it is, relative to the plan; the plan's own if not given. */
  readonly weights?: URL | string | ArrayBuffer | Uint8Array;
  /** The name of a program, instead of the one that the adapter's name chooses; refused where the adapter's subgroups are not its own. */
  readonly program?: string;
  /** Bytes of weights, and compiled kernels. */
  readonly onProgress?: (progress: {
    readonly stage: 'weights' | 'pipelines';
    readonly done: number;
    readonly total: number;
  }) => void;
  /** Ends `load` with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface Result {
  /** In PyTorch's order. */
  readonly data: Float32Array<ArrayBuffer>;
  /** N×classes, or N×C×H×W. */
  readonly shape: number[];
}

export interface StepTime {
  /** Paths of the operators that the step computes. */
  readonly layers: readonly string[];
  readonly kernel: string;
  readonly nanoseconds: number;
}

export interface AdapterDescription {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** Invocations of every subgroup, where the adapter says that all are of one size. */
  readonly subgroupSize: number | undefined;
  /** What to call it: the description, or else the other fields. */
  readonly name: string;
}

export interface Network {
  readonly plan: Plan;
  /** The name of the program that runs. */
  readonly program: string;
  readonly adapter: AdapterDescription;
  readonly device: GPUDevice;
  /** Bytes of all buffers on the device; 0 while there is none. */
  readonly memoryBytes: number;
  /**
   * Runs that overlap are answered in the order of their calls. After a loss of the device the next run loads everything again.
   *
   * @param input N×C×H×W, as the plan's input says; it may be filled anew as soon as the call returns
   * @throws {GpuError}
   */
  run(input: Float32Array): Promise<Result>;
  /** Like `run`, slower, with the time of each step on the device. Browsers may round it, as Chromium does to 100 µs. */
  profile(input: Float32Array): Promise<Result & { readonly steps: readonly StepTime[] }>;
  /** Frees everything; runs that are under way, and later ones, reject. */
  dispose(): void;
}

export type GpuErrorCode =
  | 'no-webgpu'
  | 'no-adapter'
  | 'limit'
  | 'kernel'
  | 'device-lost'
  | 'out-of-memory'
  | 'wrong-input'
  | 'bad-weights'
  | 'bad-plan'
  | 'no-timestamps'
  | 'disposed'
  | 'unreachable-file';

export class GpuError extends Error {
  constructor(code: GpuErrorCode, message: string, fields?: object);
  readonly code: GpuErrorCode;
  readonly adapter?: AdapterDescription;
  /** The limit that is too small, what is needed of it, what there is, and the layer that needs it. */
  readonly limit?: string;
  readonly needed?: number;
  readonly available?: number;
  readonly layer?: string;
  /** What of the device's features a program needs and the adapter lacks. */
  readonly features?: readonly string[];
  /** The kernel that does not compile, and the layers that it computes. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly wgsl?: string;
  readonly layers?: readonly string[];
  /** The buffer that has no room. */
  readonly buffer?: string;
  readonly bytes?: number;
  readonly totalBytes?: number;
  /** Bytes of the weights file. */
  readonly expected?: number;
  readonly found?: number;
  readonly url?: string;
  readonly shape?: readonly number[];
  /** GPUDeviceLostInfo's. */
  readonly reason?: string;
}

/** Reads the plan, takes an adapter, compiles, loads the weights. */
export function loadProgram(planUrl: URL, options?: LoadOptions): Promise<Network>;
