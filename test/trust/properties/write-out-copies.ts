import { defaultLimits } from '../../../src/diagnostics/limits.ts';
import { library } from '../../../src/generated/library.ts';
import { check } from '../../../src/index.ts';
import type { Scope } from '../../../src/ir/graph.ts';
import { link } from '../../../src/linking/link.ts';
import type { LinkedModule } from '../../../src/linking/program.ts';
import type { Argument, Label, Module, Statement, StatementOf } from '../../../src/parser/ast.ts';
import type { GeneratedNetwork } from '../networks/network.ts';
import { argument, body, int, invocation, label, statement } from '../networks/syntax.ts';
import { mapTree, withStatements } from './rewrite-syntax.ts';

/** A program with its repeats and stages written out, and how many they were. */
export interface WrittenOut {
  /** As they were read. */
  readonly modules: readonly Module[];
  readonly written: readonly Module[];
  readonly repeats: number;
  readonly stages: number;
}

/** What a repeat or a stage is everywhere that it is unrolled; undefined where that differs from place to place. */
interface Unrolled {
  readonly count: number | undefined;
  /** What a stage without a label is called. */
  readonly name: string | undefined;
}

/** Every repeat that has one count wherever it is unrolled as its rounds, one after the other, and every such stage as its calls. */
export function writeOutCopies({ files, load }: GeneratedNetwork): WrittenOut {
  const scopes = check(files[0]!, { load }).networks.flatMap((graph) => graph.scopes);
  const linked = link(files[0]!, load, library, defaultLimits).value.modules.filter((each) => !each.library);
  const unrolled = (kind: Scope['kind'], { file }: Module, { span }: Statement): Unrolled | undefined => {
    const found = scopes.filter(
      ({ kind: other, source }) =>
        other === kind && source.file === file.name && source.span.start === span.start,
    );
    return found.length === 0
      ? undefined
      : { count: only(found.map(({ count }) => count)), name: only(found.map(({ name }) => name)) };
  };
  // A stage's number counts those before it: either all that have one get it as their label, or none does.
  const callsOf = (module: LinkedModule, stage: StatementOf<'stage'>) => {
    const how = unrolled('stage', module.module, stage);
    return how?.count === undefined ? undefined : calls(stage, how, module);
  };
  let areNumbered = true;
  const each = (change: (module: LinkedModule, statement: Statement) => readonly Statement[] | undefined) =>
    linked.map((module) =>
      withStatements(module.module, (statement) => change(module, statement) ?? [statement]),
    );
  each((module, statement) => {
    if (statement.kind !== 'stage' || statement.label !== undefined) return undefined;
    if (unrolled('stage', module.module, statement) !== undefined && callsOf(module, statement) === undefined)
      areNumbered = false;
    return undefined;
  });
  let repeats = 0;
  let stages = 0;
  const written = each((module, statement) => {
    if (statement.kind === 'stage') {
      if (statement.label === undefined && !areNumbered) return undefined;
      const replaced = callsOf(module, statement);
      if (replaced !== undefined) stages++;
      return replaced;
    }
    if (statement.kind !== 'repeat') return undefined;
    const count = unrolled('repeat', module.module, statement)?.count;
    // The `index` of a stage that is left is not the repeat's.
    if (count === undefined || (statement.variable.text === 'index' && hasStage(statement))) return undefined;
    repeats++;
    return rounds(statement, count);
  });
  return { modules: linked.map(({ module }) => module), written, repeats, stages };
}

function only<T>(values: readonly T[]): T | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

function hasStage(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  return ('kind' in node && node.kind === 'stage') || Object.values(node).some(hasStage);
}

/** `repeat i in 2 { … }` as `{ … } { … }`, `a: repeat …` as `a: { 0: { … } 1: { … } }`, `a{i}: repeat …` as `a0: { … } a1: { … }`. */
function rounds({ label: own, variable, body: round }: StatementOf<'repeat'>, count: number) {
  const isTemplate = hasHoles(own);
  const copies = Array.from({ length: count }, (_, index): Statement => {
    const copy = mapTree({ own, round }, number(variable.text, index));
    const named = isTemplate ? copy.own : own && labelOf(index);
    return { ...statement({ kind: 'group', body: copy.round }), label: named };
  });
  return own === undefined || isTemplate ? copies : [group(own, copies)];
}

/** `stage 2 x unit(8), stride 2` as `stage0: { 0: unit(8, stride = 2) 1: unit(8) }`. */
function calls(
  stage: StatementOf<'stage'>,
  { count, name }: Unrolled,
  module: LinkedModule,
): readonly Statement[] | undefined {
  const { label: own, blocks, options } = stage;
  const isTemplate = hasHoles(own);
  const outer = own ?? (name === undefined ? undefined : label(name));
  const call = blocks.kind === 'extent' ? blocks.items[1] : undefined;
  if (count === undefined || outer === undefined || call?.kind !== 'call') return undefined;
  const parameters = module.names.get(call.callee.text)?.declaration.parameters;
  const isPlain = options.length === 0 || call.arguments.every((given) => given.name !== undefined);
  if (parameters === undefined && !isPlain) return undefined;
  const copies = Array.from({ length: count }, (_, index): Statement => {
    const special = options
      .filter(({ on }) => index === (on?.text === 'last' ? count - 1 : 0))
      .map(({ name: { text }, value }) => argument(value, text));
    const named = isPlain
      ? call.arguments
      : call.arguments.map((each, at) => argument(each.value, each.name?.text ?? parameters![at]!.name.text));
    const rest = named.filter((each) => !special.some(isFor(each)));
    const made = { label: outer, given: [...rest, ...special] };
    const copy = mapTree(made, number('index', index));
    return {
      ...statement({ kind: 'call', call: invocation(call.callee.text, copy.given) }),
      label: isTemplate ? copy.label : labelOf(index),
    };
  });
  return isTemplate ? copies : [group(outer, copies)];
}

const isFor =
  (each: Argument) =>
  ({ name }: Argument): boolean =>
    name?.text === each.name?.text;

const hasHoles = (own: Label | undefined): boolean =>
  own?.parts.some((part) => typeof part !== 'string') ?? false;

/** A number of a copy names no value, as a label with holes does not. */
const labelOf = (index: number): Label => label(int(index));

const group = (own: Label, statements: readonly Statement[]): Statement => ({
  ...statement({ kind: 'group', body: body(statements) }),
  label: own,
});

/** The variable's number where it stands. */
const number =
  (variable: string, value: number) =>
  (node: object): object | undefined =>
    'kind' in node && node.kind === 'name' && 'name' in node && node.name === variable
      ? int(value)
      : undefined;
