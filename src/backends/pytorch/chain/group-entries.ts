import type { Code } from '../../../emission/python-layout.ts';
import { call } from '../../../emission/python-layout.ts';
import { plain } from '../label-code.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { Layout } from '../operators/piece.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { layoutTaken, ownsAny } from '../scope/step-needs.ts';
import type { StepOf } from '../step-of.ts';
import { chainStatements } from './chain-statements.ts';
import type { Entry } from './entry.ts';
import { statementsIn } from './entry.ts';
import { isExpression } from './entry-names.ts';
import type { Chain, WriteChain } from './link.ts';
import { moduleEntry, statementEntries, turning } from './link.ts';
import { sequentialArguments } from './sequential-arguments.ts';

/** A group with a label: a chain in the chain. */
export function groupEntries(
  scope: ClassScope,
  step: StepOf<'group'>,
  shape: SymbolicShape,
  layout: Layout,
  writeChain: WriteChain,
): Chain {
  const takes = layoutTaken(scope, step.body);
  const inner = writeChain(scope, step.body, shape, takes);
  const owns = ownsAny(scope, step.body);
  const turned = turning(layout, takes);
  const end = (code: Code): Entry => moduleEntry(scope, step.label, shape, { owns, hint: 'block', code });
  if (isExpression(inner.entries)) {
    const code = call('nn.Sequential', sequentialArguments(inner.entries));
    const before = statementEntries(statementsIn(inner.entries));
    return { ...inner, entries: [...turned, ...before, end(code)] };
  }
  const name = scope.names.init.fresh(plain(step.label) ?? 'block');
  const filling = statementEntries(chainStatements(name, inner.entries));
  return { ...inner, entries: [...turned, ...filling, end(name)] };
}
