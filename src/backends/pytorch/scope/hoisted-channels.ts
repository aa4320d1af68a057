import { equal } from '../../../ir/trace.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import { ownShape } from '../shape-flow.ts';
import type { Statement } from '../statements.ts';
import { line } from '../statements.ts';
import type { StepOf } from '../step-of.ts';
import type { ClassScope } from './class-scope.ts';
import { codeOf, expanded } from './init-code.ts';
import { shapeAfter } from './operator-attributes.ts';

/** A variable for an operator's output channels where they are a formula: `out_channels = width * expansion`. */
export function hoistChannels(
  scope: ClassScope,
  step: StepOf<'operator'>,
  shape: SymbolicShape,
): readonly Statement[] {
  if (step.op !== 'conv' && step.op !== 'linear') return [];
  const [channels] = shapeAfter(scope, step, [shape]);
  if (channels === undefined || channels.kind !== 'binary') return [];
  const key = JSON.stringify(channels);
  if (scope.init.hoisted.has(key) || scope.first?.worthHoisting.has(key) === false) return [];
  const [own] = ownShape(scope.module.flow, scope.definition);
  const code = codeOf(scope, channels);
  const name = scope.names.init.fresh(
    equal(own, expanded(scope, channels)) ? 'out_channels' : 'hidden_channels',
  );
  scope.init.hoisted.set(key, name);
  scope.found.hoisted.set(name, key);
  scope.names.madeUp.add(name);
  scope.names.variables.set(`local ${name}`, name);
  return [line(`${name} = ${code}`)];
}
