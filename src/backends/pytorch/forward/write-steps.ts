import type { Step, Steps } from '../../../ir/outline.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { writeLet } from '../scope/let-step.ts';
import type { Place, Value } from '../written-class.ts';
import { writeBranches } from './branches-step.ts';
import { writeCall } from './call-step.ts';
import { writeChoice } from './choice-step.ts';
import { writeCopies } from './copies-step.ts';
import { assign, inVariable } from './forward-values.ts';
import { joined } from './joined.ts';
import { writeLabelled } from './labelled-steps.ts';
import { writeOperator } from './operator-step.ts';
import { writeResidual } from './residual-step.ts';

/** Steps as statements of `forward`, beside the modules that they call. */
export function writeSteps(
  scope: ClassScope,
  steps: Steps,
  input: Value,
  target: string,
  place: Place,
): Value {
  return steps.reduce((value, step) => {
    const result = writeStep(scope, step, value, target, place);
    return named(scope, step, result);
  }, input);
}

/** A value that is named later gets a variable of its own. */
function named(scope: ClassScope, step: Step, value: Value): Value {
  if (step.value === undefined) return value;
  const name = scope.names.forward.fresh(step.value);
  const kept = assign(scope, value, name);
  scope.values.named.set(step.value, kept);
  return kept;
}

function writeStep(scope: ClassScope, step: Step, value: Value, target: string, place: Place): Value {
  switch (step.kind) {
    case 'operator':
      return writeOperator(scope, step, value, target, place);
    case 'call':
      return writeCall(scope, step, value, target, place);
    case 'stage':
    case 'repeat':
      return writeCopies(scope, step, value, target, place);
    case 'residual':
      return writeResidual(scope, step, value, target, place);
    case 'gate': {
      const input = inVariable(scope, value, target);
      const variable = scope.names.forward.fresh('gate');
      const gate = writeLabelled(scope, step.label, step.body, input, variable, place);
      return joined(scope, 'multiply', [input, gate]);
    }
    case 'branches':
      return writeBranches(scope, step, value, target, place);
    case 'group':
      if (step.label !== undefined) return writeLabelled(scope, step.label, step.body, value, target, place);
      return writeSteps(scope, step.body, value, target, place);
    case 'if':
      return writeChoice(scope, step, value, target, place);
    case 'from':
      return scope.values.named.get(step.name) ?? value;
    case 'let':
      scope.init.statements.push(...writeLet(scope, step, value.shape));
      return value;
  }
}
