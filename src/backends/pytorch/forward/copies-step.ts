import { call } from '../../../emission/python-layout.ts';
import { chainEntries } from '../chain/chain-entries.ts';
import { statementsIn } from '../chain/entry.ts';
import { isChain } from '../chain/is-chain.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { registerModule } from '../scope/register-module.ts';
import type { StepOf } from '../step-of.ts';
import type { Place, Value } from '../written-class.ts';
import { assign, inLayout } from './forward-values.ts';
import { writeLoop } from './loop-step.ts';

/** Copies under numbers below a label as one `nn.Sequential` where they are a chain, else as a loop. */
export function writeCopies(
  scope: ClassScope,
  step: StepOf<'stage' | 'repeat'>,
  value: Value,
  target: string,
  place: Place,
): Value {
  const alone = [{ ...step, value: undefined }];
  if (isChain(scope, alone) && step.label !== undefined && step.numbered) {
    const callee = step.kind === 'stage' ? scope.module.classes.get(step.callee)! : undefined;
    let input = inLayout(value, callee?.takes ?? value.layout);
    if (input.heavy) input = assign(scope, input, target);
    const { entries, shape, layout } = chainEntries(scope, alone, input.shape, input.layout);
    scope.init.statements.push(...statementsIn(entries));
    const made = entries.find((entry) => entry.kind === 'module')!;
    const access = registerModule(scope, place, step.label, 'blocks', made.code, made.owns);
    return { code: call(access, [input.code]), settled: false, heavy: true, layout, shape };
  }
  return writeLoop(scope, step, value, target, place);
}
