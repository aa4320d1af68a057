import type { Item, Sequence } from '../model/picture.ts';
import type { Box } from './box.ts';
import type { Context } from './context.ts';
import { copiesBox } from './copies.ts';
import { forkBox } from './fork.ts';
import { gateBox } from './gate.ts';
import { joinBox } from './join.ts';
import { residualBox } from './residual.ts';
import { narrowWidth, rowBox, wideWidth } from './row.ts';

export function itemBox(item: Item, context: Context): Box {
  switch (item.kind) {
    case 'row':
      return rowBox(item, context.narrow ? context.rowWidth.narrow : context.rowWidth.wide, context.narrow);
    case 'join':
      return joinBox(item.join, item.after, item.name);
    case 'residual':
      return residualBox(item, context);
    case 'gate':
      return gateBox(item, context);
    case 'fork':
      return forkBox(item, context);
    case 'copies':
      return copiesBox(item, context);
    case 'frame':
      return context.sequence(item.body, { ...context, labelled: true });
  }
}

/** Rows wider than this do not make the others wider. */
const widest = { wide: 248, narrow: 150 };

/** The widths that the boxes of operators have throughout the picture. */
export function rowWidths(body: Sequence): Context['rowWidth'] {
  const widths = { wide: 0, narrow: 0 };
  const take = (kind: 'wide' | 'narrow', width: number): void => {
    if (width <= widest[kind] && width > widths[kind]) widths[kind] = Math.ceil(width);
  };
  const visit = ({ items }: Sequence, narrow: boolean): void => {
    for (const item of items)
      switch (item.kind) {
        case 'row':
          take(narrow ? 'narrow' : 'wide', narrow ? narrowWidth(item) : wideWidth(item));
          break;
        case 'residual':
          visit(item.path, narrow);
          visit(item.around.steps, true);
          break;
        case 'fork':
          for (const path of item.paths) visit(path, true);
          break;
        case 'gate':
          visit(item.body, true);
          break;
        case 'copies':
        case 'frame':
          visit(item.body, narrow);
          break;
        case 'join':
          break;
      }
  };
  visit(body, false);
  return widths;
}
