import type { Symbolic } from '../../../ir/symbolic.ts';
import { equal } from '../../../ir/trace.ts';
import type { Entry } from '../chain.ts';
import { mergedCalls } from '../copies.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import { combine } from '../operator-shape.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { codeOf } from '../scope/init-code.ts';
import { afterCopies, increase } from '../shape-formulas.ts';
import type { StepOf } from '../step-of.ts';
import { loopIndex, stageCopy } from './stage-copy.ts';

/** Copies whose number is a formula: one comprehension, in which the first and the last ask for their number. */
export function formulaCopies(
  scope: ClassScope,
  step: StepOf<'stage'>,
  variable: string,
  input: SymbolicShape,
  counted: Symbolic,
): { readonly entries: readonly Entry[]; readonly shape: SymbolicShape } {
  const copy = (shape: SymbolicShape, end?: 'first' | 'last') =>
    stageCopy(scope, step, variable, {
      index: loopIndex,
      first: end === 'first',
      last: end === 'last',
      shape,
      explicit: true,
    });
  const count = codeOf(scope, counted);
  const first = copy(input, 'first');
  const second = copy(first.shape);
  const more = equal(first.shape[0], second.shape[0])
    ? undefined
    : increase(input[0], first.shape[0], second.shape[0]);
  const grown: SymbolicShape = [combine('+', input[0], combine('*', more, loopIndex)), undefined, undefined];
  const [start, later] = more === undefined ? [input, first.shape] : [grown, grown];
  const calls = [copy(start, 'first'), copy(later), copy(later, 'last')] as const;
  const code = mergedCalls(calls[0].code, calls[1].code, calls[2].code, variable, count);
  const { owns } = scope.module.classes.get(step.callee)!;
  const channels = afterCopies(input[0], first.shape[0], second.shape[0], counted);
  return {
    entries: [
      { kind: 'copies', label: first.label, owns, index: 'index', code, variable, start: 0, end: count },
    ],
    shape: [channels, undefined, undefined],
  };
}
