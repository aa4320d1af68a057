import type { TensorRole } from '../../ir/graph.ts';
import type { OperatorKind } from '../../ir/operators.ts';
import type { Shape } from '../../ir/shape.ts';

/** What `rnc report --format json` prints of one network; schemas/report.schema.json says the same to other programs. */
export interface Report {
  readonly network: string;
  readonly input: Shape;
  /** [C, H, W], or [n] of a vector. */
  readonly output: readonly number[];
  /** Convolutions and linear layers on the longest path; projections and gates left out. */
  readonly depth: number;
  /** `trainable` is what torchvision counts; `buffers` are running statistics. */
  readonly parameters: { readonly trainable: number; readonly buffers: number; readonly total: number };
  /** Multiply-accumulates of convolutions and linear layers at batch 1. */
  readonly macs: number;
  /** 2 · macs. */
  readonly flops: number;
  /** Trainable tensors and buffers in float32. */
  readonly weightBytes: number;
  /** float32 at batch 1, nothing computed in place. */
  readonly peakActivationBytes: number;
  /** Pixels of the input that one position of the last feature map sees, along one side. */
  readonly receptiveField: number;
  readonly stages: readonly ReportStage[];
  readonly layers: readonly ReportLayer[];
  readonly tensors: readonly ReportTensor[];
}

/** What is counted of a whole network. */
export type ReportFigures = Pick<
  Report,
  'depth' | 'parameters' | 'macs' | 'flops' | 'weightBytes' | 'peakActivationBytes' | 'receptiveField'
>;

/** A row of the paper's Table 1. */
export interface ReportStage {
  readonly name: string;
  /** The block that is repeated; null for a part of the network that is no block. */
  readonly block: string | null;
  readonly repeats: number;
  /**
   * One copy as the paper's Table 1 writes it: `3×3, 64`. Projections and gates are left out; empty where copies differ or
   * run in parallel branches.
   */
  readonly unit: readonly string[];
  readonly output: Shape;
  /** Trainable parameters. */
  readonly parameters: number;
  readonly macs: number;
}

export interface ReportLayer {
  readonly path: string;
  readonly op: OperatorKind;
  readonly input: readonly Shape[];
  readonly output: Shape;
  /** Trainable parameters. */
  readonly parameters: number;
  readonly macs: number;
  readonly source: ReportSource;
}

/** Lines and columns count from 1, columns in UTF-16 code units. */
export interface ReportSource {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface ReportTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: TensorRole;
}

export type ReportFormat = 'table' | 'json' | 'markdown' | 'html' | 'csv';

export interface ReportOptions {
  /** Whether layers are listed as well; json and csv always list them. */
  readonly layers: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
}
