import { call } from '../../../emission/python-layout.ts';
import type { Shortcut } from '../../../ir/outline.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import { equal } from '../../../ir/trace.ts';
import { chainEntries } from '../chain/chain-entries.ts';
import { isChain } from '../chain/is-chain.ts';
import { registerChain } from '../chain/register-chain.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import { constant } from '../operator-shape.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { insideInit } from '../scope/class-scope.ts';
import { codeOf, extentCode, settled } from '../scope/init-code.ts';
import { openContainer, registerModule } from '../scope/register-module.ts';
import { ownsAny } from '../scope/step-needs.ts';
import { branch } from '../statements.ts';
import type { Place, Value } from '../written-class.ts';
import { choose } from './choose.ts';
import { writeLabelled } from './labelled-steps.ts';

/** What a shortcut makes of the input, in a scope that knows what it meets again. */
export function writeShortcut(
  scope: ClassScope,
  shortcut: Shortcut,
  input: Value,
  path: Value,
  place: Place,
  strides: readonly Symbolic[],
): Value {
  const { label, steps } = shortcut;
  const owns = ownsAny(scope, steps);
  const asChain = isChain(scope, steps) && (label !== undefined || !owns);
  if (shortcut.when === 'always')
    return writeLabelled(scope, label, steps, input, scope.names.forward.fresh('shortcut'), place);
  const condition = shapesDiffer(scope, input.shape, path.shape, strides);
  if (asChain) {
    const name = label ?? [scope.names.attributes.fresh('shortcut')];
    const access = registerModule(scope, place, name, 'shortcut', 'nn.Identity()', owns, 'nn.Module');
    const inner = insideInit(scope);
    const { entries } = chainEntries(inner, steps, input.shape, input.layout);
    registerChain(inner, place, name, entries, owns);
    scope.init.statements.push(...branch(condition, inner.init.statements, []));
    const code = call(access, [input.code]);
    return { ...path, code, settled: false, heavy: true, layout: input.layout };
  }
  const below = label === undefined ? place : openContainer(scope, place, label);
  return choose(scope, 'projects', condition, input, scope.names.forward.fresh('shortcut'), [
    (inner, value, target) => inner.writeSteps(inner, steps, value, target, below),
    (_, value) => value,
  ]);
}

/** `stride != 1 or in_channels != width`, as a constructor can ask. */
function shapesDiffer(
  scope: ClassScope,
  input: SymbolicShape,
  path: SymbolicShape,
  strides: readonly Symbolic[],
): string {
  const moving = strides
    .map((stride) => settled(scope, stride, input))
    .filter((stride) => !equal(stride, constant(1)))
    .map((stride) => `${codeOf(scope, stride, 5)} != 1`);
  const terms = [...new Set(moving)];
  if (!equal(input[0], path[0]))
    terms.push(`${extentCode(scope, input[0], 5)} != ${extentCode(scope, path[0], 5)}`);
  if (terms.length > 0) return terms.join(' or ');
  return [1, 2]
    .filter((axis) => !equal(input[axis], path[axis]))
    .map((axis) => `${extentCode(scope, input[axis], 5)} != ${extentCode(scope, path[axis], 5)}`)
    .join(' or ');
}
