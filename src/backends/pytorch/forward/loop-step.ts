import { call } from '../../../emission/python-layout.ts';
import type { LabelTemplate } from '../../../ir/outline.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import { equal } from '../../../ir/trace.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { insideForward, insideInit } from '../scope/class-scope.ts';
import { constructorCall, resultShape } from '../scope/constructor-call.ts';
import { forwardCode } from '../scope/forward-code.ts';
import { codeOf, extentCode, madeUpName, settled, variableOf } from '../scope/init-code.ts';
import { openContainer, registerModule } from '../scope/register-module.ts';
import { shapesOfCopies } from '../shape-flow.ts';
import { line, loop } from '../statements.ts';
import type { StepOf } from '../step-of.ts';
import type { Place, Value } from '../written-class.ts';
import { assignTo, inLayout, inVariable } from './forward-values.ts';

/** Copies that no comprehension can make: a loop in `__init__`, which carries the channels along, and one in `forward`. */
export function writeLoop(
  scope: ClassScope,
  step: StepOf<'stage' | 'repeat'>,
  value: Value,
  target: string,
  place: Place,
): Value {
  const input = inVariable(scope, value, target);
  assignTo(scope, input, target);
  const counted = settled(scope, step.count, value.shape);
  const index = step.kind === 'stage' ? 'index' : step.variable;
  const { init, forward } = scope.names;
  const variable = init.counter(step.kind === 'stage' ? 'i' : step.variable, forward);
  const outer = scope.names.variables.get(`index ${index}`);
  scope.names.variables.set(`index ${index}`, variable);
  const count = codeOf(scope, counted);
  const forwardCount = counted.kind === 'constant' ? count : forwardCode(scope, step.count, target);
  const name = madeUpName(scope, 'channels');
  const { first, last } = shapesOfCopies(scope.module.flow, step, value.shape, scope.values.constants);
  // Heights and widths that no round changes are those of all rounds.
  const kept = (axis: 1 | 2): Symbolic | undefined =>
    equal(first[axis], value.shape[axis]) && equal(last[axis], value.shape[axis]) ? first[axis] : undefined;
  const shape: SymbolicShape = [variableOf(scope, name), kept(1), kept(2)];
  const current: Value = { code: target, settled: true, heavy: false, layout: input.layout, shape };
  const below = step.numbered && step.label !== undefined ? openContainer(scope, place, step.label) : place;
  const label: LabelTemplate = step.numbered ? [{ kind: 'index', name: index }] : (step.label ?? []);
  const inner = insideForward(insideInit(scope));
  let end: Value;
  if (step.kind === 'stage') end = writeCopy(inner, step, current, below, label, { variable, count });
  else {
    const round = step.label === undefined ? place : openContainer(inner, below, label);
    end = inner.writeSteps(inner, step.body, current, target, round);
  }
  assignTo(inner, inLayout(end, input.layout), target);
  if (!equal(end.shape[0], shape[0]))
    inner.init.statements.push(line(`${name} = ${extentCode(inner, end.shape[0])}`));
  if (inner.init.statements.length > 0)
    scope.init.statements.push(
      line(`${name} = ${extentCode(scope, value.shape[0])}`),
      loop(variable, count, inner.init.statements),
    );
  if (inner.forward.length > 0) scope.forward.push(loop(variable, forwardCount, inner.forward));
  for (const names of [init, forward]) names.release(variable);
  if (outer !== undefined) scope.names.variables.set(`index ${index}`, outer);
  return { ...current, shape: [last[0] ?? shape[0], last[1], last[2]] };
}

/** One round of a stage: arguments that only the first or last copy gets ask for the number. */
function writeCopy(
  scope: ClassScope,
  step: StepOf<'stage'>,
  current: Value,
  place: Place,
  label: LabelTemplate,
  { variable, count }: { readonly variable: string; readonly count: string },
): Value {
  const ends = { first: `${variable} == 0`, last: `${variable} == ${count} - 1` };
  const code = (symbolic: Symbolic): string => codeOf(scope, settled(scope, symbolic, current.shape));
  const codes = step.special.map(({ name, on, value, otherwise }) => ({
    parameter: name,
    code: `${code(value)} if ${ends[on]} else ${code(otherwise ?? value)}`,
  }));
  const made = constructorCall(scope, step.callee, step.arguments, current.shape, { codes });
  const access = registerModule(scope, place, label, 'block', made.code, made.callee.owns);
  const turned = inLayout(current, made.callee.takes);
  return {
    code: call(access, [turned.code]),
    settled: false,
    heavy: true,
    layout: made.callee.gives,
    shape: resultShape(scope, made, access),
  };
}
