import type { Code } from '../../../emission/python-layout.ts';
import type { Node } from '../../../ir/graph.ts';

/** Classes and functions that emitted code may use and that its file then has to define. */
const supports = [
  'LayerNorm2d',
  'PointwiseLinear',
  'DropPath',
  'SamePad2d',
  'PadChannels',
  'AvgPool2d',
  'round_to',
  'initialised',
  'attach',
  'child',
] as const;

export type Support = (typeof supports)[number];

export function isSupport(name: string): name is Support {
  return (supports as readonly string[]).includes(name);
}

/** How a value lies in memory: N×C×H×W, or N×C once it is flat. */
export type Layout = 'map' | 'vector';

/** What an operator becomes: a module, or several one behind the other of which the last owns the tensors. */
export interface Piece {
  readonly module: Code;
  /** The same as a function of the value, where it has no numbers of its own. */
  readonly apply?: (value: Code) => Code;
  /** What an attribute that holds the module is called where the operator has no label. */
  readonly hint: string;
  /** Whether it is more than a pass over each value: such a call starts a line of `forward`. */
  readonly heavy: boolean;
  readonly owns: boolean;
  /** What it must be given; either, where undefined. */
  readonly needs?: Layout;
  readonly gives?: Layout;
  readonly support?: Support;
  /** A module that this one is given, and that is not otherwise called. */
  readonly inside?: Piece;
}

/** What the table knows of an operator: its attributes as code. */
export interface PieceContext {
  /** One code for each extent of an attribute. */
  readonly parts: (name: string) => readonly string[];
  readonly isTrue: (name: string) => boolean;
  /** `bias=False`, or what a parameter says; nothing where it is PyTorch's default. */
  readonly bias: () => readonly string[];
  readonly channels: string;
  /** Channels × height × width of what a linear layer flattens. */
  readonly features: () => string;
  readonly layout: Layout;
  /** Whether `pad` is TensorFlow's rule. */
  readonly same: boolean;
  /** Whether the pads are those of a pool whose last window hangs over the border. */
  readonly ceiling: boolean;
}

export type Pieces = (context: PieceContext) => readonly Piece[];

export type Join = 'add' | 'multiply' | 'concat';

export function isJoin(op: Node['op']): op is Join {
  return op === 'add' || op === 'multiply' || op === 'concat';
}
