import type { Code } from '../../../emission/python-layout.ts';
import type { LabelTemplate } from '../../../ir/outline.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { constructorCall } from '../scope/constructor-call.ts';
import type { EntryLabel } from '../scope/label-expressions.ts';
import { entryLabel } from '../scope/label-expressions.ts';
import type { StepOf } from '../step-of.ts';

/** A copy of a stage: which it is, and what it is given. */
interface Copy {
  /** Its number, or what counts the copies. */
  readonly index: Symbolic;
  readonly first: boolean;
  readonly last: boolean;
  readonly shape: SymbolicShape;
  /** Whether arguments are written that are the default. */
  readonly explicit?: boolean;
}

export const loopIndex: Symbolic = { kind: 'index', name: 'index' };

/** The call that makes a copy, the shape of its result, and its name in the chain. */
export function stageCopy(
  scope: ClassScope,
  step: StepOf<'stage'>,
  variable: string,
  { index, first, last, shape, explicit = false }: Copy,
): { readonly code: Code; readonly shape: SymbolicShape; readonly label: EntryLabel } {
  const special = step.special.flatMap(({ name, on, value, otherwise }) => {
    const chosen = (on === 'first' ? first : last) ? value : otherwise;
    return chosen === undefined ? [] : [{ name, value: chosen }];
  });
  const { constants } = scope.values;
  if (index.kind === 'constant') constants.set('index index', index);
  else constants.delete('index index');
  const outer = scope.names.variables.get('index index');
  scope.names.variables.set('index index', variable);
  const made = constructorCall(scope, step.callee, [...step.arguments, ...special], shape, { explicit });
  const template: LabelTemplate = step.numbered ? [loopIndex] : (step.label ?? []);
  const label = entryLabel(scope, template, shape);
  constants.delete('index index');
  if (outer !== undefined) scope.names.variables.set('index index', outer);
  return { code: made.code, shape: made.shape, label };
}
