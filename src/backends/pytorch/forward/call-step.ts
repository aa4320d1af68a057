import { identifier } from '../../../emission/python.ts';
import { call } from '../../../emission/python-layout.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { constructorCall, resultShape } from '../scope/constructor-call.ts';
import { registerModule } from '../scope/register-module.ts';
import type { StepOf } from '../step-of.ts';
import type { Place, Value } from '../written-class.ts';
import { assign, inLayout } from './forward-values.ts';

/** A block as a call of its module. */
export function writeCall(
  scope: ClassScope,
  step: StepOf<'call'>,
  value: Value,
  target: string,
  place: Place,
): Value {
  const made = constructorCall(scope, step.callee, step.arguments, value.shape);
  let input = inLayout(value, made.callee.takes);
  if (input.heavy) input = assign(scope, input, target);
  const access = registerModule(
    scope,
    place,
    step.label,
    identifier(step.callee),
    made.code,
    made.callee.owns,
  );
  const shape = resultShape(scope, made, access);
  return {
    code: call(access, [input.code]),
    settled: false,
    heavy: true,
    layout: made.callee.gives,
    shape,
  };
}
