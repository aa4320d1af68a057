/// <reference types="@webgpu/types" />

/** What a contender is to load. */
export interface Job {
  readonly engine: EngineName;
  readonly network: string;
  /** N of the N×C×H×W input. */
  readonly batch: number;
  /** Folder of the material (material.ts): a `file:` URL in Node, `/` in a browser; ends in a slash. */
  readonly base: string;
  /** Watch what the engine asks of WebGPU; never while times are taken. */
  readonly counted: boolean;
  /** Dawn's toggles, as in `enable-dawn-features=skip_validation`; for engines that run on the package webgpu. */
  readonly dawn: readonly string[];
}

export const engineNames = ['rnc', 'ort-node', 'ort-cpu', 'ort-web', 'tfjs'] as const;
export type EngineName = (typeof engineNames)[number];

/** A network that is loaded. */
export interface Engine {
  /** N×C×H×W in, N×classes out: upload, conversion of the layout and readback are its own business. */
  run(input: Float32Array): Promise<Float32Array>;
  /** What it says about itself: adapter, program, memory. */
  facts(): Facts | Promise<Facts>;
  /** Time of each step on the device. */
  profile?(input: Float32Array): Promise<readonly StepTime[]>;
}

export type Facts = Readonly<Record<string, string | number>>;

export interface StepTime {
  readonly layers: readonly string[];
  readonly kernel: string;
  readonly nanoseconds: number;
}

/** A name and the driver's description, as far as the adapter tells them. */
export function describeAdapter({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ');
  return name.trim() || 'unnamed adapter';
}
