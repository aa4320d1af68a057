import type { SymbolicShape } from '../operator-shape.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { settled } from '../scope/init-code.ts';
import type { StepOf } from '../step-of.ts';
import { countedCopies } from './counted-copies.ts';
import type { Entry } from './entry.ts';
import { formulaCopies } from './formula-copies.ts';

/** The copies of a stage inside an `nn.Sequential`: calls and comprehensions. */
export function stageEntries(
  scope: ClassScope,
  step: StepOf<'stage'>,
  input: SymbolicShape,
): { readonly entries: readonly Entry[]; readonly shape: SymbolicShape } {
  const counted = settled(scope, step.count, input);
  if (scope.module.classes.get(step.callee)!.owns) scope.found.owns = true;
  const variable = scope.names.init.counter('i');
  const copies =
    counted.kind === 'constant'
      ? countedCopies(scope, step, variable, input, Number(counted.value))
      : formulaCopies(scope, step, variable, input, counted);
  scope.names.init.release(variable);
  return copies;
}
