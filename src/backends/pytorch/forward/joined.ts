import type { Code } from '../../../emission/python-layout.ts';
import { call, prefixed } from '../../../emission/python-layout.ts';
import { operatorShape } from '../operator-shape.ts';
import type { Join } from '../operators/piece.ts';
import type { Value } from '../written-class.ts';
import { inLayout } from './forward-values.ts';

/** Values as one: maps where any of them is. */
export function joined(op: Join, values: readonly Value[]): Value {
  const layout = values.every((value) => value.layout === 'vector') ? 'vector' : 'map';
  const terms = values.map((value) => inLayout(value, layout));
  const codes = terms.map(({ code }) => code);
  const shape = operatorShape(
    op,
    () => [],
    values.map((value) => value.shape),
  );
  const sign = op === 'add' ? '+' : '*';
  const code: Code =
    op === 'concat'
      ? call('torch.cat', [{ open: '[', items: codes, close: ']', style: 'collection' }, 'dim=1'])
      : {
          open: '',
          items: codes.map((each, position) => prefixed(position === 0 ? '' : `${sign} `, each)),
          close: '',
          style: 'sum',
        };
  return { code, settled: false, heavy: true, layout, shape };
}
