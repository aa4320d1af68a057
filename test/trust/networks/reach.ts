import type { Shape } from '../../../src/ir/shape.ts';
import { sameShape } from '../../../src/ir/shape.ts';
import type { Statement } from '../../../src/parser/ast.ts';
import { labelled } from './labels.ts';
import type { Place } from './place.ts';
import { advance, shapeOf } from './place.ts';
import { argument, call, extent, int, named, operator } from './syntax.ts';
import { conv1x1 } from './windows.ts';

/** Statements that give the value a wished shape: zeros around it, then a window as large as what is too much. */
export function reach(place: Place, [channels, height, width]: Shape): Statement[] {
  const statements: Statement[] = [];
  const [, rows, columns] = shapeOf(place);
  const missing = [Math.max(0, height - rows), Math.max(0, width - columns)] as const;
  if (missing[0] + missing[1] > 0) {
    const sides = [0, missing[0], 0, missing[1]].map((side) => argument(int(side)));
    advance(place, [shapeOf(place)[0], rows + missing[0], columns + missing[1]]);
    statements.push(labelled(place, operator('zero_pad', argument(call('pad', ...sides)))));
  }
  const [, high, wide] = shapeOf(place);
  if (high === height && wide === width) {
    if (sameShape(shapeOf(place), [channels, height, width])) return statements;
    const { statement, shape } = conv1x1(place, channels);
    advance(place, shape);
    return [...statements, labelled(place, statement)];
  }
  const kernel = extent(int(high - height + 1), int(wide - width + 1));
  advance(place, [channels, height, width]);
  const conv = operator('conv', argument(kernel), argument(int(channels)), named('pad', int(0)));
  return [...statements, labelled(place, conv)];
}
