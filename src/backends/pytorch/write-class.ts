import { call } from '../../emission/python-layout.ts';
import type { Definition } from '../../ir/outline.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { chainEntries } from './chain/chain-entries.ts';
import { addStatements, appendStatements } from './chain/chain-statements.ts';
import type { Entry } from './chain/entry.ts';
import { statementsIn } from './chain/entry.ts';
import { isExpression, isPositional } from './chain/entry-names.ts';
import { isChain, readsWell } from './chain/is-chain.ts';
import { sequentialArguments } from './chain/sequential-arguments.ts';
import { extents, ownInput } from './extents.ts';
import { inLayout } from './forward/forward-values.ts';
import { writeSteps } from './forward/write-steps.ts';
import type { SymbolicShape } from './operator-shape.ts';
import type { Layout } from './operators/piece.ts';
import type { ClassScope, FirstWriting } from './scope/class-scope.ts';
import { classScope } from './scope/class-scope.ts';
import { extentCode } from './scope/init-code.ts';
import { layoutTaken } from './scope/step-needs.ts';
import { ownShape } from './shape-flow.ts';
import type { Statement } from './statements.ts';
import { countMentions, line, returning, withoutUnread } from './statements.ts';
import type { ModuleNames, Value, WrittenClass } from './written-class.ts';
import { self } from './written-class.ts';

/** Writes one definition as a class: twice, since what `forward` keeps and what is used more than once is known after the first time. */
export function writeClass(
  module: ModuleNames,
  name: string,
  definition: Definition,
  constants: ReadonlyMap<string, Symbolic> = new Map(),
  input?: SymbolicShape,
): WrittenClass {
  const first = classScope(module, definition, constants, writeSteps);
  const draft = writeOnce(first, name, input);
  const second = classScope(module, definition, constants, writeSteps, learnt(first, draft.init));
  const written = writeOnce(second, name, input);
  return { ...written, init: withoutUnread(written.init, second.names.madeUp) };
}

function learnt({ names, found }: ClassScope, init: readonly Statement[]): FirstWriting {
  const worthwhile = [...found.hoisted].filter(([name]) => countMentions(init, name) > 2);
  return {
    kept: names.kept,
    assigned: found.assigned,
    worthHoisting: new Set(worthwhile.map(([, key]) => key)),
  };
}

/** The network's own class is given its input's shape. */
function writeOnce(scope: ClassScope, name: string, given: SymbolicShape | undefined): WrittenClass {
  const { steps } = scope.definition;
  if (given !== undefined) return writeNetwork(scope, name, given);
  const takes = layoutTaken(scope, steps);
  if (isChain(scope, steps) && !readsWell(steps)) {
    const chain = chainEntries(scope, steps, ownInput, takes);
    const init = sequentialInit(scope, chain.entries);
    const exposesChannels = hidesChannels(scope, chain.shape);
    return {
      ...summary(scope, name, takes, chain.layout),
      base: 'Sequential',
      init,
      forward: [],
      exposesChannels,
    };
  }
  const input: Value = { code: 'x', settled: true, heavy: false, layout: takes, shape: ownInput };
  const result = writeSteps(scope, steps, input, 'x', self);
  const common = summary(scope, name, takes, result.layout);
  const exposesChannels = hidesChannels(scope, result.shape);
  if (exposesChannels)
    scope.init.statements.push(line(`self.out_channels = ${extentCode(scope, result.shape[0])}`));
  return { ...common, ...methods(scope, result), exposesChannels };
}

function writeNetwork(scope: ClassScope, name: string, shape: SymbolicShape): WrittenClass {
  const { graph } = scope.module;
  const input: Value = { code: 'x', settled: true, heavy: false, layout: 'map', shape };
  const label = graph.outline.input;
  if (label !== undefined) {
    const variable = scope.names.forward.fresh(label);
    scope.values.named.set(label, { ...input, code: variable });
    scope.forward.push(line(`${variable} = x`));
  }
  const result = writeSteps(scope, scope.definition.steps, input, 'x', self);
  // A network whose result is C×1×1 gives N×C.
  const [, height, width] = graph.nodes[graph.output]!.output;
  const end = height === 1 && width === 1 ? inLayout(result, 'vector') : result;
  return { ...summary(scope, name, 'map', end.layout), ...methods(scope, end), exposesChannels: false };
}

/** Whether a formula for the result's channels is known while the class is written, but not to those that call it. */
function hidesChannels({ module, definition }: ClassScope, [channels]: SymbolicShape): boolean {
  return channels !== undefined && ownShape(module.flow, definition)[0] === undefined;
}

function methods(scope: ClassScope, result: Value): Pick<WrittenClass, 'base' | 'init' | 'forward'> {
  return {
    base: 'Module',
    init: [line('super().__init__()'), ...keepers(scope), ...scope.init.statements],
    forward: returning(scope.forward, result.code),
  };
}

function summary({ definition, found }: ClassScope, name: string, takes: Layout, gives: Layout) {
  return {
    name,
    definition,
    parameters: found.parameters,
    extents: extents.filter((extent) => found.extents.has(extent)),
    support: found.support,
    takes,
    gives,
    owns: found.owns,
  };
}

/** `self.kernel = kernel`, for what `forward` reads of the parameters. */
function keepers({ names }: ClassScope): readonly Statement[] {
  return [...names.kept].flatMap(([key, attribute]) => {
    const code = names.variables.get(key);
    return key.startsWith('parameter ') && code !== undefined ? [line(`self.${attribute} = ${code}`)] : [];
  });
}

function sequentialInit({ init, names }: ClassScope, entries: readonly Entry[]): readonly Statement[] {
  const start = line('super().__init__()');
  if (isExpression(entries))
    return [
      ...init.statements,
      ...statementsIn(entries),
      line(call('super().__init__', sequentialArguments(entries))),
    ];
  if (!isPositional(entries)) return [start, ...init.statements, ...addStatements(entries, 'self')];
  const list = names.init.fresh('layers');
  return [
    ...init.statements,
    line(`${list}: list[nn.Module] = []`),
    ...appendStatements(entries, list),
    line(`super().__init__(*${list})`),
  ];
}
