import type { Code } from '../../../emission/python-layout.ts';
import { call, flatten } from '../../../emission/python-layout.ts';
import { isJoin } from '../operators/piece.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { hoistChannels } from '../scope/hoisted-channels.ts';
import { movingPads, shapeAfter } from '../scope/operator-attributes.ts';
import { piecesOf } from '../scope/operator-pieces.ts';
import { registerModule } from '../scope/register-module.ts';
import type { StepOf } from '../step-of.ts';
import type { Place, Value } from '../written-class.ts';
import { assign, inLayout, inVariable } from './forward-values.ts';
import { joined } from './joined.ts';
import { writeLayerScale } from './layer-scale.ts';
import { writePads } from './moving-pads.ts';

/** An operator as calls of its modules and functions; what costs something starts a line. */
export function writeOperator(
  scope: ClassScope,
  step: StepOf<'operator'>,
  value: Value,
  target: string,
  place: Place,
): Value {
  if (isJoin(step.op)) {
    const others = step.values.map((name) => scope.values.named.get(name) ?? value);
    return joined(scope, step.op, [inVariable(scope, value, target), ...others]);
  }
  if (step.op === 'layer_scale') return writeLayerScale(scope, step, value, place);
  scope.init.statements.push(...hoistChannels(scope, step, value.shape));
  const moving = movingPads(scope, step);
  const made = piecesOf(scope, step, value, moving !== undefined);
  const padded = moving && writePads(scope, step, moving, value, target);
  let current = padded?.value ?? value;
  for (const [position, piece] of made.entries()) {
    const isLast = position === made.length - 1;
    current = inLayout(current, piece.needs ?? current.layout);
    if (piece.heavy && current.heavy) current = assign(scope, current, target);
    const layout = piece.gives ?? current.layout;
    const heavy = piece.heavy || current.heavy;
    let code: Code;
    if (piece.apply !== undefined && !piece.owns) code = piece.apply(current.code);
    else {
      const label = isLast && piece.owns ? step.label : undefined;
      const access = registerModule(scope, place, label, piece.hint, piece.module, piece.owns);
      code = call(access, [current.code]);
      if (padded?.inside !== undefined) {
        const mean = `${flatten(code)} / ${access}(${padded.inside})`;
        current = assign(scope, { ...current, code: mean, settled: false, layout }, target);
        continue;
      }
    }
    current = { ...current, code, settled: false, heavy, layout };
  }
  return { ...current, shape: shapeAfter(scope, step, [value.shape]) };
}
