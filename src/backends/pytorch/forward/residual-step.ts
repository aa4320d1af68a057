import { flatten } from '../../../emission/python-layout.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { openContainer } from '../scope/register-module.ts';
import { stridesOf } from '../shape-flow.ts';
import type { StepOf } from '../step-of.ts';
import type { Place, Value } from '../written-class.ts';
import { inVariable } from './forward-values.ts';
import { joined } from './joined.ts';
import { writeShortcut } from './shortcut.ts';

/** A path and what goes around it; the input needs a variable, since both read it. */
export function writeResidual(
  scope: ClassScope,
  step: StepOf<'residual'>,
  value: Value,
  target: string,
  place: Place,
): Value {
  const inner = step.label === undefined ? place : openContainer(scope, place, step.label);
  const input = inVariable(scope, value, target);
  const strides = stridesOf(scope.module.flow, step.path);
  const variable = scope.names.forward.fresh('y');
  let path = scope.writeSteps(scope, step.path, input, variable, inner);
  if (step.shortcut.kind === 'none') return path;
  if (step.shortcut.kind === 'identity') {
    if (flatten(path.code).length > 32) path = inVariable(scope, path, variable);
    return joined(scope, 'add', [path, input]);
  }
  path = inVariable(scope, path, variable);
  const meeting = { ...scope, join: { shape: path.shape, code: flatten(path.code) } };
  const shortcut = writeShortcut(meeting, step.shortcut, input, path, inner, strides);
  return joined(scope, 'add', [path, shortcut]);
}
