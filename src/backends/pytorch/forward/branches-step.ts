import { flatten } from '../../../emission/python-layout.ts';
import { plain } from '../label-code.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { openContainer } from '../scope/register-module.ts';
import type { StepOf } from '../step-of.ts';
import type { Place, Value } from '../written-class.ts';
import { inVariable } from './forward-values.ts';
import { joined } from './joined.ts';
import { writeLabelled } from './labelled-steps.ts';

/** Paths beside each other; an empty one is the input itself. */
export function writeBranches(
  scope: ClassScope,
  step: StepOf<'branches'>,
  value: Value,
  target: string,
  place: Place,
): Value {
  const inner = step.label === undefined ? place : openContainer(scope, place, step.label);
  const input = inVariable(scope, value, target);
  const ends = step.paths.map(({ label, steps }, position) => {
    if (steps.length === 0) return input;
    const alone = step.paths.every(({ steps: others }, index) => index === position || others.length === 0);
    const variable = scope.names.forward.fresh(plain(label) ?? (alone ? 'y' : `branch${position + 1}`));
    const end =
      label === undefined
        ? scope.writeSteps(scope, steps, input, variable, inner)
        : writeLabelled(scope, label, steps, input, variable, inner);
    return flatten(end.code).length <= 24 ? end : inVariable(scope, end, variable);
  });
  return ends.length === 1 ? ends[0]! : joined(scope, step.join, ends);
}
