import { everyStep } from '../../../ir/every-step.ts';
import { operatorOf } from '../../../ir/operators.ts';
import type { Steps } from '../../../ir/outline.ts';
import { unknownShape } from '../extents.ts';
import type { Layout } from '../operators/piece.ts';
import { isJoin } from '../operators/piece.ts';
import type { ClassScope } from './class-scope.ts';
import { attributeCodes, nodesOf } from './operator-attributes.ts';

/** What steps want to be given: flat where they flatten it at once. */
export function layoutTaken(scope: ClassScope, steps: Steps): Layout {
  for (const step of steps) {
    switch (step.kind) {
      case 'operator': {
        if (isJoin(step.op) || step.value !== undefined) return 'map';
        if (step.op === 'flatten') return 'vector';
        if (step.op === 'linear')
          return attributeCodes(scope, step, 'pointwise', unknownShape)[0] === 'True' ? 'map' : 'vector';
        if (operatorOf(step.op).activation !== true && step.op !== 'dropout') return 'map';
        continue;
      }
      case 'call':
      case 'stage':
        return scope.module.classes.get(step.callee)!.takes;
      case 'group':
        return layoutTaken(scope, step.body);
      case 'let':
        continue;
      case 'repeat':
      case 'residual':
      case 'gate':
      case 'branches':
      case 'if':
      case 'from':
        return 'map';
    }
  }
  return 'map';
}

/** Whether steps have tensors, below calls too. */
export function ownsAny(scope: ClassScope, steps: Steps): boolean {
  return everyStep(steps).some((step) => {
    if (step.kind === 'operator') return nodesOf(scope, step).some(({ tensors }) => tensors.length > 0);
    if (step.kind === 'call' || step.kind === 'stage') return scope.module.classes.get(step.callee)!.owns;
    return false;
  });
}
