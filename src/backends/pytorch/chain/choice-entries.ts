import { equal } from '../../../ir/trace.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { Layout } from '../operators/piece.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { codeOf, extentCode, madeUpName, settled, variableOf } from '../scope/init-code.ts';
import { line } from '../statements.ts';
import type { StepOf } from '../step-of.ts';
import type { Entry } from './entry.ts';
import type { Chain, WriteChain } from './link.ts';
import { statementEntries } from './link.ts';

/** Two ways of a chain, one of which the constructor chooses. */
export function choiceEntries(
  scope: ClassScope,
  step: StepOf<'if'>,
  shape: SymbolicShape,
  layout: Layout,
  writeChain: WriteChain,
): Chain {
  const condition = codeOf(scope, settled(scope, step.condition, shape));
  const yes = writeChain(scope, step.consequent, shape, layout);
  const no = writeChain(scope, step.alternative, shape, layout);
  if (equal(yes.shape[0], no.shape[0])) {
    const entry = { kind: 'if', condition, consequent: yes.entries, alternative: no.entries } as const;
    return { entries: [entry], shape: [yes.shape[0], undefined, undefined], layout: yes.layout };
  }
  // Where only one way changes them, what it makes them is what both have: else the code would not be a chain's.
  const name = madeUpName(scope, 'channels');
  const [after, otherwise] = [yes, no].map((end) =>
    statementEntries([line(`${name} = ${extentCode(scope, end.shape[0])}`)]),
  ) as [readonly Entry[], readonly Entry[]];
  const isOneWay = no.entries.length === 0;
  const choice = {
    kind: 'if',
    condition,
    consequent: [...yes.entries, ...after],
    alternative: isOneWay ? [] : [...no.entries, ...otherwise],
  } as const;
  return {
    entries: isOneWay ? [...otherwise, choice] : [choice],
    shape: [variableOf(scope, name), undefined, undefined],
    layout: yes.layout,
  };
}
