import { equal } from '../../../ir/trace.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { insideForward, insideInit } from '../scope/class-scope.ts';
import { extentCode, madeUpName, variableOf } from '../scope/init-code.ts';
import { common } from '../shape-formulas.ts';
import { branch, line, sameStatements } from '../statements.ts';
import type { Value } from '../written-class.ts';
import { assignTo, inLayout, inVariable } from './forward-values.ts';

type Way = (scope: ClassScope, input: Value, target: string) => Value;

/** Two ways, one of which the constructor chooses. */
export function choose(
  scope: ClassScope,
  hint: string,
  condition: string,
  value: Value,
  target: string,
  ways: readonly [Way, Way],
  /** Where rounds of a loop decide differently: the condition as `forward` asks it, in place of an attribute. */
  asked?: string,
): Value {
  const input = inVariable(scope, value, target);
  const run = (way: Way) => {
    const inner = insideForward(insideInit(scope));
    const result = way(inner, input, target);
    const assigned = new Map(scope.found.assigned);
    return { init: inner.init.statements, forward: inner.forward, result, assigned };
  };
  const [yes, no] = [run(ways[0]), run(ways[1])];
  const layout = yes.result.layout === no.result.layout ? yes.result.layout : 'map';
  for (const { forward, result } of [yes, no])
    assignTo({ ...scope, forward }, inLayout(result, layout), target);
  const flag = asked === undefined ? scope.names.attributes.fresh(hint) : undefined;
  let channels = yes.result.shape[0];
  if (!equal(yes.result.shape[0], no.result.shape[0])) {
    const name = madeUpName(scope, 'channels');
    yes.init.push(line(`${name} = ${extentCode(scope, yes.result.shape[0])}`));
    no.init.push(line(`${name} = ${extentCode(scope, no.result.shape[0])}`));
    channels = variableOf(scope, name);
  }
  const needsFlag = yes.forward.length > 0 || no.forward.length > 0;
  if (sameStatements(yes.init, no.init)) {
    // Once is enough, and needs no type.
    for (const [name, times] of yes.assigned) scope.found.assigned.set(name, times);
    scope.init.statements.push(...yes.init);
    if (needsFlag && flag !== undefined) scope.init.statements.push(line(`self.${flag} = ${condition}`));
  } else if (needsFlag && flag !== undefined) {
    scope.init.statements.push(line(`self.${flag} = ${condition}`));
    scope.init.statements.push(...branch(`self.${flag}`, yes.init, no.init));
  } else scope.init.statements.push(...branch(condition, yes.init, no.init));
  scope.forward.push(...branch(asked ?? `self.${flag}`, yes.forward, no.forward));
  const [, height, width] = common(yes.result.shape, no.result.shape);
  const shape: SymbolicShape = [channels, height, width];
  return { code: target, settled: true, heavy: false, layout, shape };
}
