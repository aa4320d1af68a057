import { call } from '../../../emission/python-layout.ts';
import type { LabelTemplate, Steps } from '../../../ir/outline.ts';
import { chainEntries } from '../chain/chain-entries.ts';
import { isChain } from '../chain/is-chain.ts';
import { registerChain } from '../chain/register-chain.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { openContainer } from '../scope/register-module.ts';
import { layoutTaken, ownsAny } from '../scope/step-needs.ts';
import type { Place, Value } from '../written-class.ts';
import { assign, inLayout } from './forward-values.ts';

/** Steps whose tensors lie below a label: an `nn.Sequential` where they are a chain, else a dictionary of modules. */
export function writeLabelled(
  scope: ClassScope,
  label: LabelTemplate | undefined,
  steps: Steps,
  value: Value,
  target: string,
  place: Place,
): Value {
  if (label === undefined) return scope.writeSteps(scope, steps, value, target, place);
  if (!isChain(scope, steps))
    return scope.writeSteps(scope, steps, value, target, openContainer(scope, place, label));
  let input = inLayout(value, layoutTaken(scope, steps));
  if (input.heavy) input = assign(scope, input, target);
  const owns = ownsAny(scope, steps);
  const chain = chainEntries(scope, steps, input.shape, input.layout);
  const access = registerChain(scope, place, label, chain.entries, owns);
  const code = call(access, [input.code]);
  return { code, settled: false, heavy: true, layout: chain.layout, shape: chain.shape };
}
