import { isAttribute } from '../../../emission/python.ts';
import type { Step, Steps } from '../../../ir/outline.ts';
import { unknownShape } from '../extents.ts';
import { isHostile, plain } from '../label-code.ts';
import { isJoin } from '../operators/piece.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { settled } from '../scope/init-code.ts';
import { movingPads } from '../scope/operator-attributes.ts';
import { ownShape } from '../shape-flow.ts';
import type { StepOf } from '../step-of.ts';

/** Whether the steps are modules one behind the other: then an `nn.Sequential` is their `forward`. */
export function isChain(scope: ClassScope, steps: Steps): boolean {
  return steps.every((step) => isLink(scope, step));
}

function isLink(scope: ClassScope, step: Step): boolean {
  if (step.value !== undefined) return false;
  if (isHostile(plain(step.label))) return false;
  switch (step.kind) {
    case 'operator':
      return !isJoin(step.op) && step.op !== 'layer_scale' && movingPads(scope, step) === undefined;
    case 'stage':
      return isComprehension(scope, step);
    case 'call':
    case 'let':
      return true;
    case 'repeat':
    case 'group':
      return isChain(scope, step.body);
    case 'if':
      return isChain(scope, step.consequent) && isChain(scope, step.alternative);
    case 'residual':
    case 'gate':
    case 'branches':
    case 'from':
      return false;
  }
}

/** Whether every label is an attribute's name, and nothing is looped over: then a `forward` of its own reads better. */
export function readsWell(steps: Steps): boolean {
  return steps.every((step) => {
    const text = plain(step.label);
    if (step.label !== undefined && (text === undefined || !isAttribute(text))) return false;
    if (step.kind === 'repeat' || step.kind === 'if') return false;
    return step.kind !== 'group' || step.label !== undefined || readsWell(step.body);
  });
}

/** Whether each copy's channels can be told from its number. */
function isComprehension(scope: ClassScope, step: StepOf<'stage'>): boolean {
  if (settled(scope, step.count, unknownShape).kind === 'constant') return true;
  return ownShape(scope.module.flow, { ...scope.definition, steps: [step] })[0] !== undefined;
}
