import type { Shape } from '../../../ir/shape.ts';
import type { Item, Sequence } from '../model/picture.ts';
import type { Box } from './box.ts';

/** What the layout of a piece knows of its surroundings. */
export interface Context {
  /** Of every value. */
  readonly shapes: readonly Shape[];
  readonly names: readonly string[];
  /** What boxes of operators are at least wide, so that those of a column are alike. */
  readonly rowWidth: { readonly wide: number; readonly narrow: number };
  /** Beside another path: words on two lines. */
  readonly narrow: boolean;
  /** Whether edges say the shape where it changes. */
  readonly labelled: boolean;
  readonly item: (item: Item, context: Context) => Box;
  readonly sequence: (sequence: Sequence, context: Context) => SequenceBox;
}

export interface SequenceBox extends Box {
  /** How far down each item's result can be taken from the axis; where it is no chain, the box's end. */
  readonly stops: readonly number[];
  /** Whether anything in it reads what flows in: else no line leads there. */
  readonly entered: boolean;
}
