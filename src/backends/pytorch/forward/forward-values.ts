import { call, flatten, prefixed, suffixed } from '../../../emission/python-layout.ts';
import type { Layout } from '../operators/piece.ts';
import { operand } from '../python-operand.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { line } from '../statements.ts';
import type { Value } from '../written-class.ts';

/** A value in `forward` is an expression until something needs it in a variable. */
export function inLayout(value: Value, layout: Layout): Value {
  if (value.layout === layout) return value;
  const code =
    layout === 'vector'
      ? call('torch.flatten', [value.code, '1'])
      : suffixed(value.settled ? value.code : operand(value.code), '[:, :, None, None]');
  return { ...value, code, settled: false, layout };
}

/** The value as something that may be read twice. */
export function inVariable(scope: ClassScope, value: Value, target: string): Value {
  return value.settled ? value : assign(scope, value, target);
}

export function assign(scope: ClassScope, value: Value, variable: string): Value {
  scope.forward.push(line(prefixed(`${variable} = `, value.code)));
  return { ...value, code: variable, settled: true, heavy: false };
}

export function assignTo(scope: ClassScope, value: Value, variable: string): void {
  if (flatten(value.code) !== variable) assign(scope, value, variable);
}
