import { call, flatten, prefixed } from '../../../emission/python-layout.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { forwardCode } from '../scope/forward-code.ts';
import { attributeCodes } from '../scope/operator-attributes.ts';
import { line } from '../statements.ts';
import type { StepOf } from '../step-of.ts';
import { tuple } from '../symbolic-code.ts';
import type { Value } from '../written-class.ts';
import { assign, inLayout, inVariable } from './forward-values.ts';

/** Pads that only `forward` knows; `inside` is 1 where the value was and 0 where it was padded, for a pool that counts that alone. */
export function writePads(
  scope: ClassScope,
  step: StepOf<'operator'>,
  moving: readonly Symbolic[],
  value: Value,
  target: string,
): { readonly value: Value; readonly inside: string | undefined } {
  const input = inVariable(scope, inLayout(value, 'map'), target);
  const variable = flatten(input.code);
  const pads = moving.map((part) => forwardCode(scope, part, variable));
  const [top, bottom, left, right] = pads as [string, string, string, string];
  const sides = tuple([left, right, top, bottom]);
  const filler = step.op === 'maxpool' ? ['value=-torch.inf'] : [];
  const code = call('F.pad', [variable, sides, ...filler]);
  const excludes =
    step.op === 'avgpool' && attributeCodes(scope, step, 'exclude_pad', value.shape)[0] === 'True';
  if (!excludes) return { value: assign(scope, { ...input, code }, target), inside: undefined };
  const inside = scope.names.forward.fresh('inside');
  const ones = call('torch.ones_like', [`${variable}[:1, :1]`]);
  scope.forward.push(line(prefixed(`${inside} = `, call('F.pad', [ones, sides]))));
  return { value: assign(scope, { ...input, code }, target), inside };
}
