import { identifier } from '../../../emission/python.ts';
import { call } from '../../../emission/python-layout.ts';
import type { Step, Steps } from '../../../ir/outline.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { Layout } from '../operators/piece.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { constructorCall } from '../scope/constructor-call.ts';
import { hoistChannels } from '../scope/hoisted-channels.ts';
import { writeLet } from '../scope/let-step.ts';
import { shapeAfter } from '../scope/operator-attributes.ts';
import { piecesOf } from '../scope/operator-pieces.ts';
import type { StepOf } from '../step-of.ts';
import { choiceEntries } from './choice-entries.ts';
import type { Entry } from './entry.ts';
import { groupEntries } from './group-entries.ts';
import type { Chain } from './link.ts';
import { moduleEntry, statementEntries, turning } from './link.ts';
import { repeatEntries } from './repeat-entries.ts';
import { sequentialArguments } from './sequential-arguments.ts';
import { stageEntries } from './stage-entries.ts';

/** Steps one behind the other as an `nn.Sequential`, which needs no `forward`. */
export function chainEntries(scope: ClassScope, steps: Steps, shape: SymbolicShape, layout: Layout): Chain {
  const entries: Entry[] = [];
  let current = { shape, layout };
  for (const step of steps) {
    const link = linkOf(scope, step, current.shape, current.layout);
    entries.push(...link.entries);
    current = link;
  }
  return { entries, shape: current.shape, layout: current.layout };
}

/** One step of a chain. Which steps can be one, `isChain` says. */
function linkOf(scope: ClassScope, step: Step, shape: SymbolicShape, layout: Layout): Chain {
  switch (step.kind) {
    case 'operator':
      return operatorEntries(scope, step, shape, layout);
    case 'call': {
      const { callee, code, shape: result } = constructorCall(scope, step.callee, step.arguments, shape);
      const module = { owns: callee.owns, hint: identifier(step.callee), code };
      const entries = [...turning(layout, callee.takes), moduleEntry(scope, step.label, shape, module)];
      return { entries, shape: result, layout: callee.gives };
    }
    case 'stage': {
      const callee = scope.module.classes.get(step.callee)!;
      const before = turning(layout, callee.takes);
      const copies = stageEntries(scope, step, shape);
      const result = { shape: copies.shape, layout: callee.gives };
      if (!step.numbered || step.label === undefined)
        return { ...result, entries: [...before, ...copies.entries] };
      const code = call('nn.Sequential', sequentialArguments(copies.entries));
      const module = { owns: callee.owns, hint: identifier(step.callee), code };
      return { ...result, entries: [...before, moduleEntry(scope, step.label, shape, module)] };
    }
    case 'group':
      return step.label === undefined
        ? chainEntries(scope, step.body, shape, layout)
        : groupEntries(scope, step, shape, layout, chainEntries);
    case 'if':
      return choiceEntries(scope, step, shape, layout, chainEntries);
    case 'repeat':
      return repeatEntries(scope, step, shape, layout, chainEntries);
    case 'let':
      return { entries: statementEntries(writeLet(scope, step, shape)), shape, layout };
    case 'residual':
    case 'gate':
    case 'branches':
    case 'from':
      throw new Error('no step of a chain');
  }
}

function operatorEntries(
  scope: ClassScope,
  step: StepOf<'operator'>,
  shape: SymbolicShape,
  layout: Layout,
): Chain {
  const entries = [...statementEntries(hoistChannels(scope, step, shape))];
  let current = layout;
  for (const piece of piecesOf(scope, step, { shape, layout }, false)) {
    const label = piece.owns ? step.label : undefined;
    const { owns, hint, module: code } = piece;
    entries.push(...turning(current, piece.needs ?? current));
    entries.push(moduleEntry(scope, label, shape, { owns, hint, code }));
    current = piece.gives ?? piece.needs ?? current;
  }
  return { entries, shape: shapeAfter(scope, step, [shape]), layout: current };
}
