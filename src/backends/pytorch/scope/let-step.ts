import { everyPart } from '../../../ir/symbolic.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { Statement } from '../statements.ts';
import { line } from '../statements.ts';
import type { StepOf } from '../step-of.ts';
import { isConstant } from '../symbolic-code.ts';
import type { ClassScope } from './class-scope.ts';
import { codeOf, settled } from './init-code.ts';

/** A variable of `__init__`, unless the value is the same in every instance or only `forward` knows it. */
export function writeLet(scope: ClassScope, step: StepOf<'let'>, shape: SymbolicShape): readonly Statement[] {
  scope.values.lets.set(step.name, step.symbolic);
  const key = `local ${step.name}`;
  scope.values.constants.delete(key);
  const moves = everyPart(step.symbolic).some(
    (part) => part.kind === 'dimension' && part.axis !== 'channels',
  );
  if (moves) return [];
  const value = settled(scope, step.symbolic, shape);
  if (isConstant(value)) {
    scope.values.constants.set(key, value);
    return [];
  }
  const name = scope.names.init.fresh(step.name);
  const code = codeOf(scope, value);
  scope.names.variables.set(key, name);
  scope.values.resolved.set(name, value);
  const kept = scope.names.kept.get(key);
  return [line(`${name} = ${code}`), ...(kept === undefined ? [] : [line(`self.${kept} = ${name}`)])];
}
