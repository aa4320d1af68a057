import { identifier, isAttribute } from '../../../emission/python.ts';
import { everyStep } from '../../../ir/every-step.ts';
import { everyPart } from '../../../ir/symbolic.ts';
import { plain } from '../label-code.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { forwardCode } from '../scope/forward-code.ts';
import { codeOf, settled } from '../scope/init-code.ts';
import { ownsAny } from '../scope/step-needs.ts';
import type { StepOf } from '../step-of.ts';
import type { Place, Value } from '../written-class.ts';
import { choose } from './choose.ts';

/** An `if` that instances decide differently: the constructor decides it. */
export function writeChoice(
  scope: ClassScope,
  step: StepOf<'if'>,
  value: Value,
  target: string,
  place: Place,
): Value {
  const condition = codeOf(scope, settled(scope, step.condition, value.shape));
  const hint = flagOf(scope, step);
  const counts = everyPart(step.condition).some(({ kind }) => kind === 'index');
  const asked = counts ? forwardCode(scope, step.condition, target) : undefined;
  const ways = [step.consequent, step.alternative].map(
    (steps) => (inner: ClassScope, input: Value, variable: string) =>
      inner.writeSteps(inner, steps, input, variable, place),
  );
  return choose(scope, hint, condition, value, target, [ways[0]!, ways[1]!], asked);
}

/** What the attribute is called that keeps a choice: by what is there only then. */
function flagOf(scope: ClassScope, step: StepOf<'if'>): string {
  const steps = step.consequent.length > 0 ? step.consequent : step.alternative;
  if (everyStep(steps).some(({ kind }) => kind === 'residual')) return 'residual';
  if (scope.join !== undefined && ownsAny(scope, steps)) return 'projects';
  const first = everyStep(steps).find(({ kind }) => kind === 'operator' || kind === 'call');
  const label = plain(first?.label);
  if (label !== undefined && isAttribute(label)) return `has_${label}`;
  if (first?.kind === 'operator') return `has_${first.op}`;
  return first?.kind === 'call' ? `has_${identifier(first.callee)}` : 'extended';
}
