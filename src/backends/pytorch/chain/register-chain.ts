import { call } from '../../../emission/python-layout.ts';
import type { LabelTemplate } from '../../../ir/outline.ts';
import { plain } from '../label-code.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { registerModule } from '../scope/register-module.ts';
import type { Place } from '../written-class.ts';
import { chainStatements } from './chain-statements.ts';
import type { Entry } from './entry.ts';
import { statementsIn } from './entry.ts';
import { isExpression, isPositional } from './entry-names.ts';
import { sequentialArguments } from './sequential-arguments.ts';

/** Registers a chain under a label; gives its code in `forward`. */
export function registerChain(
  scope: ClassScope,
  place: Place,
  label: LabelTemplate,
  entries: readonly Entry[],
  owns: boolean,
): string {
  if (isExpression(entries)) {
    scope.init.statements.push(...statementsIn(entries));
    const code = call('nn.Sequential', sequentialArguments(entries));
    return registerModule(scope, place, label, 'block', code, owns);
  }
  const name = scope.names.init.fresh(plain(label) ?? 'block');
  scope.init.statements.push(...chainStatements(name, entries));
  const code = isPositional(entries) ? `nn.Sequential(*${name})` : name;
  return registerModule(scope, place, label, 'block', code, owns);
}
