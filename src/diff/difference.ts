import type {
  Report,
  ReportFigures,
  ReportSource,
  ReportStage,
  ReportTensor,
} from '../backends/report/report.ts';
import type { PartKind } from './part.ts';

/** What `rnc diff --format json` prints; schemas/diff.schema.json says the same to other programs. */
export interface Difference {
  /** Every network is in both, of the same parts with the same tensors. */
  readonly same: boolean;
  readonly networks: readonly NetworkDifference[];
}

export type NetworkDifference = AddedNetwork | RemovedNetwork | ComparedNetwork;

export interface AddedNetwork {
  readonly status: 'added';
  readonly before: null;
  readonly after: Side;
}

export interface RemovedNetwork {
  readonly status: 'removed';
  readonly before: Side;
  readonly after: null;
}

export interface ComparedNetwork {
  /** `renamed`: among several networks one is gone, and the same one is new under another name. */
  readonly status: 'same' | 'changed' | 'renamed';
  readonly before: Side;
  readonly after: Side;
  /** The networks' parameters that have another value. */
  readonly settings: readonly Setting[];
  /** After minus before. */
  readonly difference: ReportFigures;
  readonly stages: readonly StageDifference[];
  /** The tree of what changed. */
  readonly changes: readonly Change[];
  readonly shapes: Shapes;
  readonly tensors: Tensors;
}

/** A network with the figures of its report. */
export interface Side extends ReportFigures, Pick<Report, 'network' | 'input' | 'output'> {
  readonly file: string;
}

/** Values as a source writes them; null where that side has no such parameter. */
export interface Setting {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A row of the paper's Table 1. Rows are the same ones where most of their operators are. */
export interface StageDifference {
  /** `same`: nothing in it has another shape, attribute or name. */
  readonly status: 'same' | 'changed' | 'added' | 'removed';
  readonly before: ReportStage | null;
  readonly after: ReportStage | null;
}

export interface Change {
  /**
   * `moved`: it stands elsewhere in the network; `renamed`, `renumbered`: that alone; `within`: only what is inside it has changed. What is moved or
   * changed may have another name as well, which the paths tell.
   */
  readonly kind: ChangeKind;
  readonly before: Place | null;
  readonly after: Place | null;
  /** What is different about it itself. */
  readonly attributes: readonly Property[];
  /** Of an operator whose result has another shape: C, H, W. */
  readonly output: { readonly before: readonly number[]; readonly after: readonly number[] } | null;
  /** Inside it, in the order of both networks; what was added or removed as a whole is not taken apart. */
  readonly changes: readonly Change[];
}

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved' | 'renamed' | 'renumbered' | 'within';

export interface Place {
  /** The structural path; that of the block for a shortcut that is the identity. */
  readonly path: string;
  readonly part: PartKind;
  /** As a source would write it: `conv 3×3, 64, stride 2`, `3 × basic(width = 64)`. */
  readonly text: string;
  /** Of a stage or a repeat: how many copies; null of what is no such thing. */
  readonly repeats: number | null;
  readonly operators: number;
  /** Trainable parameters. */
  readonly parameters: number;
  readonly source: ReportSource;
}

/** An attribute, an argument, a number of repeats, a shortcut's form, an operator's inputs. */
export interface Property {
  readonly name: string;
  /** As a source writes it; null where the default holds. */
  readonly before: string | null;
  readonly after: string | null;
  /** Nobody changed it: it is computed from something else that changed, such as the shape of the input. */
  readonly follows: boolean;
}

export interface Shapes {
  /** Operators that both networks have at the same place. */
  readonly operators: number;
  /** Those whose result has another shape, in the order of the new network. */
  readonly changed: readonly ShapeChange[];
}

export interface ShapeChange {
  /** Paths. */
  readonly before: string;
  readonly after: string;
  readonly beforeShape: readonly number[];
  readonly afterShape: readonly number[];
  /** `own`: its own attributes changed; `neighbour`: what it reads was added, removed or exchanged; `follows`: only its input's shape changed. */
  readonly cause: 'own' | 'neighbour' | 'follows';
}

/** Each tensor of the old network is in one of the lists or among `same`, and each of the new one too. */
export interface Tensors {
  readonly before: number;
  readonly after: number;
  /** Of the same name and shape, in the same layer: they load as they are. */
  readonly same: number;
  readonly renamed: readonly {
    readonly before: string;
    readonly after: string;
    readonly shape: readonly number[];
  }[];
  readonly reshaped: readonly ReshapedTensor[];
  readonly removed: readonly ReportTensor[];
  readonly added: readonly ReportTensor[];
  /**
   * Names that both networks have, with equal shapes, for tensors of two different layers: loading an old checkpoint by name would put them
   * into the wrong layer without an error.
   */
  readonly misplaced: readonly string[];
}

export interface ReshapedTensor {
  readonly before: string;
  readonly after: string;
  readonly beforeShape: readonly number[];
  readonly afterShape: readonly number[];
}
