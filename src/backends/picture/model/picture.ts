import type { NodeId, ScopeId } from '../../../ir/graph.ts';
import type { JoinKind } from '../../../ir/outline.ts';
import type { Shape } from '../../../ir/shape.ts';

/** What is drawn, whatever it is drawn with: SVG, Mermaid and DOT are made from it. */
export interface Picture {
  readonly name: string;
  readonly documentation: string | undefined;
  readonly input: Shape;
  readonly output: Shape;
  readonly depth: number;
  /** Trainable. */
  readonly parameters: number;
  readonly macs: number;
  readonly body: Sequence;
  /** Of every value, by the number of its node. */
  readonly shapes: readonly Shape[];
  /** The path of each value's node. */
  readonly names: readonly string[];
}

/** Items one behind the other, as they stand in the source. */
export interface Sequence {
  readonly items: readonly Item[];
  /** The value that flows in, and the one that flows out: the same where there are no items. */
  readonly entry: NodeId;
  readonly exit: NodeId;
  /** False where some item does not read the one before it: then it is no chain, and its edges say what it is. */
  readonly chain: boolean;
  /** What items read beside the value that flows in. */
  readonly references: readonly Reference[];
}

/** An edge between two items of one sequence. */
export interface Reference {
  readonly value: NodeId;
  /** The item that made the value; -1 for what flows into the sequence. */
  readonly from: number;
  readonly to: number;
}

export type Item = Row | Join | Residual | Gate | Fork | Copies | Frame;

interface ItemCommon {
  /** The nodes that the item stands for: all from `first` to `last`. */
  readonly first: NodeId;
  readonly last: NodeId;
  /** The value that flows in. */
  readonly entry: NodeId;
  readonly exit: NodeId;
  /** Every value that it reads from outside, the entry among them. */
  readonly inputs: readonly NodeId[];
  /** The path of its labels, as tensors are called below it. */
  readonly name: string;
}

/** What a box is coloured by; its words say the same. */
export type Role = 'convolution' | 'linear' | 'pool' | 'small' | 'other';

/** An operator with the norms and activations behind it: `3×3 conv, 64` and `BN`, `ReLU`. */
export interface Row extends ItemCommon {
  readonly kind: 'row';
  readonly role: Role;
  readonly words: string;
  readonly after: readonly string[];
}

/** `add name`: the current value with values that have names. */
export interface Join extends ItemCommon {
  readonly kind: 'join';
  readonly join: JoinKind;
  /** The other values. */
  readonly values: readonly NodeId[];
  readonly after: readonly string[];
}

/**
 * `identity`: the value as it is. `projection`: by operators with weights. `zero_pad`: rows and columns left out, channels of zeros.
 * `path`: by other operators without weights.
 */
export type ShortcutKind = 'identity' | 'projection' | 'zero_pad' | 'path';

/** A path, and a shortcut around it: a residual, or a layer of a DenseNet, whose join is `concat`. */
export interface Residual extends ItemCommon {
  readonly kind: 'residual';
  readonly path: Sequence;
  readonly around: {
    readonly kind: ShortcutKind;
    readonly steps: Sequence;
    /** The item of the path whose value it takes; -1 for what flows in. */
    readonly from: number;
  };
  readonly join: JoinKind;
  readonly after: readonly string[];
}

/** The value, times what the body makes of it. */
export interface Gate extends ItemCommon {
  readonly kind: 'gate';
  readonly body: Sequence;
  readonly after: readonly string[];
}

/** Paths side by side. */
export interface Fork extends ItemCommon {
  readonly kind: 'fork';
  readonly join: JoinKind;
  readonly paths: readonly Sequence[];
  readonly after: readonly string[];
}

/** Copies of a stage or a repeat that are drawn alike, drawn once. */
export interface Copies extends ItemCommon {
  readonly kind: 'copies';
  readonly count: number;
  /** The first of them. */
  readonly body: Sequence;
  /** The last one's name; `name` is the first one's. */
  readonly lastName: string;
}

/** A stage, `stem`, `head`, or another part with a name. */
export interface Frame extends ItemCommon {
  readonly kind: 'frame';
  readonly scope: ScopeId;
  readonly title: string;
  /** `3 × bottleneck`. */
  readonly words: string;
  readonly parameters: number;
  readonly macs: number;
  readonly body: Sequence;
}
