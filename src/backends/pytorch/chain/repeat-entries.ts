import { call } from '../../../emission/python-layout.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import { equal } from '../../../ir/trace.ts';
import { plain } from '../label-code.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { Layout } from '../operators/piece.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { codeOf, extentCode, madeUpName, settled, variableOf } from '../scope/init-code.ts';
import { shapesOfCopies } from '../shape-flow.ts';
import { line, loop } from '../statements.ts';
import type { StepOf } from '../step-of.ts';
import { statementsIn } from './entry.ts';
import type { Chain, WriteChain } from './link.ts';
import { moduleEntry, statementEntries } from './link.ts';
import { sequentialArguments } from './sequential-arguments.ts';

/** A loop over modules; where they change the channels, a variable carries those from round to round. */
export function repeatEntries(
  scope: ClassScope,
  step: StepOf<'repeat'>,
  shape: SymbolicShape,
  layout: Layout,
  writeChain: WriteChain,
): Chain {
  const count = codeOf(scope, settled(scope, step.count, shape));
  const after = shapesOfCopies(scope.module.flow, step, shape, scope.values.constants);
  const variable = scope.names.init.counter(step.variable);
  const outer = scope.names.variables.get(`index ${step.variable}`);
  scope.names.variables.set(`index ${step.variable}`, variable);
  const channels = equal(after.first[0], shape[0]) ? undefined : carried(scope, shape[0], after.last[0]);
  const start = channels === undefined ? shape[0] : variableOf(scope, channels.name);
  const before = channels?.isNew ? [line(`${channels.name} = ${extentCode(scope, shape[0])}`)] : [];
  const body = writeChain(scope, step.body, [start, undefined, undefined], layout);
  const end = channels && line(`${channels.name} = ${extentCode(scope, body.shape[0])}`);
  scope.names.init.release(variable);
  if (outer !== undefined) scope.names.variables.set(`index ${step.variable}`, outer);
  const entries = [...statementEntries(before)];
  if (step.numbered && step.label !== undefined) {
    const list = scope.names.init.fresh(plain(step.label) ?? 'blocks');
    const block = sequentialArguments(body.entries.filter(({ kind }) => kind !== 'statement'));
    // A `let` behind the last module is read by nothing.
    const round = [
      ...statementsIn(end ? body.entries : body.entries.slice(0, -1)),
      line(call(`${list}.append`, [call('nn.Sequential', block)])),
      ...(end ? [end] : []),
    ];
    const filling = [line(`${list}: list[nn.Module] = []`), loop(variable, count, round)];
    const module = { owns: true, hint: 'blocks', code: `nn.Sequential(*${list})` };
    entries.push(...statementEntries(filling), moduleEntry(scope, step.label, shape, module));
  } else {
    const all = [...body.entries, ...statementEntries(end ? [end] : [])];
    entries.push({ kind: 'loop', variable, index: step.variable, count, body: all });
  }
  return {
    entries,
    shape: [after.last[0] ?? start, after.last[1], after.last[2]],
    layout: body.layout,
  };
}

/** The variable that carries channels through a loop: that of the loop before, where it ended with them. */
function carried(scope: ClassScope, before: Symbolic | undefined, last: Symbolic | undefined) {
  const { running } = scope.values;
  const goesOn = running !== undefined && equal(running.value, before);
  const name = goesOn ? running.name : madeUpName(scope, 'channels');
  scope.values.running = { name, value: last };
  return { name, isNew: !goesOn };
}
