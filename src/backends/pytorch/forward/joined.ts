import type { Code } from '../../../emission/python-layout.ts';
import { call, flatten, prefixed } from '../../../emission/python-layout.ts';
import { operatorShape } from '../operator-shape.ts';
import type { Join } from '../operators/piece.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import type { Value } from '../written-class.ts';
import { assign, inLayout } from './forward-values.ts';

/** Values as one: maps where any of them is. A sum or product that would need brackets gets a variable. */
export function joined(scope: ClassScope, op: Join, values: readonly Value[]): Value {
  const layout = values.every((value) => value.layout === 'vector') ? 'vector' : 'map';
  const terms = values.map((value, position) => {
    const term = inLayout(value, layout);
    if (op === 'concat' || !isLoose(term.code, op, position)) return term;
    return assign(scope, term, scope.names.forward.fresh('y'));
  });
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

/** Whether the operator before or behind would take a part of the code. */
function isLoose(code: Code, op: 'add' | 'multiply', position: number): boolean {
  if (typeof code === 'string' || code.style !== 'sum') return false;
  const isSum = code.items.slice(1).some((item) => flatten(item).startsWith('+ '));
  return op === 'multiply' ? isSum || position > 0 : isSum && position > 0;
}
