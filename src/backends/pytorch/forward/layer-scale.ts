import { isAttribute } from '../../../emission/python.ts';
import type { Code } from '../../../emission/python-layout.ts';
import { call, prefixed } from '../../../emission/python-layout.ts';
import type { LabelTemplate } from '../../../ir/outline.ts';
import { isHostile, plain } from '../label-code.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import { operand } from '../python-operand.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { extentCode } from '../scope/init-code.ts';
import { labelCode, pathCode } from '../scope/label-expressions.ts';
import { attributeCodes } from '../scope/operator-attributes.ts';
import { line } from '../statements.ts';
import type { StepOf } from '../step-of.ts';
import { tuple } from '../symbolic-code.ts';
import type { Place, Value } from '../written-class.ts';
import { inLayout } from './forward-values.ts';

/** A parameter of the object itself: PyTorch has no module for it. */
export function writeLayerScale(
  scope: ClassScope,
  step: StepOf<'operator'>,
  value: Value,
  place: Place,
): Value {
  const input = inLayout(value, 'map');
  const [start] = attributeCodes(scope, step, 'value', value.shape);
  const size = extentCode(scope, value.shape[0]);
  const parameter = call('nn.Parameter', [call('torch.full', [tuple([size, '1', '1']), start!])]);
  scope.found.owns = true;
  const access = placeParameter(scope, place, step.label ?? [], parameter, value.shape);
  const items = [operand(input.code), prefixed('* ', access)];
  const code: Code = { open: '', items, close: '', style: 'sum' };
  return { ...input, code, settled: false, heavy: true };
}

/** The parameter's code in `forward`. */
function placeParameter(
  scope: ClassScope,
  place: Place,
  label: LabelTemplate,
  parameter: Code,
  shape: SymbolicShape,
): string {
  const name = plain(label);
  if (place.direct === 'self' && name !== undefined && isAttribute(name) && !isHostile(name)) {
    scope.init.statements.push(line(prefixed(`self.${name} = `, parameter)));
    return `self.${name}`;
  }
  // `register_parameter` refuses the names of methods.
  scope.found.support.add('attach').add('child');
  scope.init.statements.push(
    line(call('attach', [place.container, labelCode(scope, label, shape), parameter])),
  );
  return `dict(self.named_parameters())[${pathCode(scope, place, label)}]`;
}
