import type { Location } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { Expression, StageOption, StatementOf } from '../parser/ast.ts';
import { calledBlock, evaluate, evaluateCount, locate } from './evaluate.ts';
import type { Place } from './frame.ts';
import type { Instance } from './instantiate.ts';
import { bindCall, instantiate } from './instantiate.ts';
import type { EvaluatedLabel } from './labels.ts';
import { evaluateLabel } from './labels.ts';
import { numbered } from './make-node.ts';
import type { LabelTemplate, SpecialArgument } from './outline.ts';
import { asArgument } from './parameter-type.ts';
import type { Flow } from './session.ts';
import { report, step } from './session.ts';
import type { StatementResult } from './statements.ts';
import { elaborateBody, within } from './statements.ts';
import { substituteIndex } from './substitute.ts';
import type { Symbolic } from './symbolic.ts';
import type { TraceStep, TraceVariant } from './trace.ts';
import { mergeAll } from './trace.ts';
import type { Value, ValueOf } from './value.ts';
import { int } from './value.ts';

const nothing: StatementResult = { flow: 'unknown', trace: undefined };

/** `stage 4 x bottleneck(128), stride 2` */
export function elaborateStage(statement: StatementOf<'stage'>, place: Place, flow: Flow): StatementResult {
  const { session, site } = place.frame;
  const parts = stageParts(statement.blocks);
  if (parts === undefined) {
    const parameters = { what: 'a stage', expected: '`N x block(…)`', actual: 'something else' };
    report(session, 'value/type', parameters, locate(statement.blocks, place), site);
    return nothing;
  }
  const count = evaluateCount(parts.count, place, flow, 'the number of blocks', 0);
  const block = calledBlock(parts.call.callee, place);
  if (block === undefined || count === undefined || tooMany(count.value, parts.count, place)) return nothing;
  const options = statement.options.flatMap((option) => checkOption(option, block, place) ?? []);
  if (options.length < statement.options.length) return nothing;

  const name = valueText(statement) ?? numbered(session, place.prefix, 'stage');
  const templated = statement.label?.parts.some((part) => typeof part !== 'string') ?? false;
  const outer: EvaluatedLabel | undefined = templated
    ? undefined
    : { text: name, template: [name], hasHoles: false };
  const stagePlace = within(place, 'stage', name, outer, statement, { count: count.value });
  session.scopes[stagePlace.scope] = {
    ...session.scopes[stagePlace.scope]!,
    labelled: statement.label !== undefined,
  };
  const source = {
    file: place.frame.module.file.name,
    span: { start: statement.span.start, end: statement.span.end },
  };
  const made: {
    readonly instance: Instance;
    readonly label: LabelTemplate;
    readonly special: readonly SpecialArgument[];
  }[] = [];
  let current = flow;
  for (let index = 0; index < count.value; index++) {
    if (session.spent.exhausted) return nothing;
    const copyPlace = withVariable(stagePlace, 'index', index);
    const label = templated ? evaluateLabel(statement.label, copyPlace, current) : outer;
    const bound = bindCall(block, parts.call.arguments, copyPlace, current);
    if (bound === undefined || label === undefined) return nothing;
    const values = new Map(bound.values);
    const special: SpecialArgument[] = [];
    for (const { option, on } of options) {
      const given = evaluate(option.value, copyPlace, current);
      const at = locate(option.value, place);
      const value = given && asArgument(given, option.name.text, block.block.declaration, at, site, session);
      if (value === undefined) return nothing;
      const otherwise = values.get(option.name.text)?.symbolic ?? defaultOf(block, option.name.text);
      special.push({ name: option.name.text, on, value: value.symbolic, otherwise });
      if (index === (on === 'first' ? 0 : count.value - 1)) values.set(option.name.text, value);
    }
    const prefix = templated ? `${place.prefix}${label.text}.` : `${stagePlace.prefix}${index}.`;
    const instance = instantiate({
      call: { ...bound, values },
      place: templated ? { ...copyPlace, prefix: place.prefix } : copyPlace,
      flow: current,
      prefix,
      label: { text: name, labelled: true },
      index,
      at: source,
      note: count.value === 1 ? 'here' : `here, in block ${index} of ${count.value}`,
    });
    if (instance === undefined) return nothing;
    made.push({ instance, label: label.template, special });
    current = instance.flow;
  }
  return { flow: current, trace: stageTrace(made, templated, count) };
}

/** One step where all blocks share a definition, else the calls one by one. */
function stageTrace(
  made: readonly { instance: Instance; label: LabelTemplate; special: readonly SpecialArgument[] }[],
  templated: boolean,
  count: ValueOf<'int'>,
): TraceVariant | undefined {
  const [first] = made;
  if (first === undefined) return undefined;
  const callee = first.instance.definition;
  const optional = new Set(first.special.map(({ name }) => name));
  const shared = (made[1] ?? first).instance.arguments.filter(({ name }) => !optional.has(name));
  const stage = {
    kind: 'stage' as const,
    numbered: !templated,
    count: count.symbolic,
    callee,
    arguments: shared,
    special: first.special,
  };
  if (made.every(({ instance }) => instance.definition === callee))
    return { ...stage, label: first.label } as TraceVariant;
  const body = made.map(({ instance, label }, index): TraceStep => {
    const call: TraceStep = {
      key: `block ${index}`,
      documentation: undefined,
      source: { file: '', span: { start: 0, end: 0 } },
      label: templated ? label : [String(index)],
      valueName: undefined,
      kind: 'call',
      callee: instance.definition,
      arguments: instance.arguments,
    };
    return substituteIndex([call], 'index', index)[0]!;
  });
  return { kind: 'group', name: '', body, ...(templated ? {} : { label: first.label }) } as TraceVariant;
}

function stageParts(
  blocks: Expression,
): { readonly count: Expression; readonly call: Extract<Expression, { kind: 'call' }> } | undefined {
  if (blocks.kind !== 'extent' || blocks.items.length !== 2) return undefined;
  const [count, call] = blocks.items;
  return call?.kind === 'call' ? { count: count!, call } : undefined;
}

function valueText({ label }: StatementOf<'stage'>): string | undefined {
  if (label === undefined) return undefined;
  return label.parts.map((part) => (typeof part === 'string' ? part : '')).join('');
}

function checkOption(option: StageOption, block: ValueOf<'block'>, place: Place) {
  const { session, site } = place.frame;
  const { name, on } = option;
  const names = block.block.declaration.parameters.map((parameter) => parameter.name.text);
  if (!names.includes(name.text)) {
    const near = didYouMean(name.text, names);
    const help =
      near === undefined ? `its parameters are ${names.join(', ') || 'none'}` : `did you mean \`${near}\`?`;
    const of = block.block.declaration.name.text;
    const at = locate(name, place);
    const fixes = near === undefined ? [] : [{ title: `write \`${near}\``, edits: [{ ...at, text: near }] }];
    report(session, 'value/unknown-argument', { of, argument: name.text }, at, site, { help, fixes });
    return undefined;
  }
  const where = on?.text ?? 'first';
  if (where === 'first' || where === 'last') return [{ option, on: where } as const];
  const parameters = { what: 'the block behind `on`', expected: 'first or last', actual: where };
  report(session, 'value/type', parameters, locate(on!, place), site);
  return undefined;
}

function defaultOf(block: ValueOf<'block'>, name: string): Symbolic | undefined {
  const value = block.block.declaration.parameters.find((parameter) => parameter.name.text === name)?.default;
  if (value === undefined) return undefined;
  if (
    value.kind === 'integer' ||
    value.kind === 'float' ||
    value.kind === 'boolean' ||
    value.kind === 'string'
  )
    return { kind: 'constant', value: value.value };
  return undefined;
}

/** `repeat i in N { … }` */
export function elaborateRepeat(statement: StatementOf<'repeat'>, place: Place, flow: Flow): StatementResult {
  const { session, site } = place.frame;
  const count = evaluateCount(statement.count, place, flow, 'the number of rounds', 0);
  if (count === undefined || tooMany(count.value, statement.count, place)) return nothing;
  const variable = statement.variable.text;
  const templated = statement.label?.parts.some((part) => typeof part !== 'string') ?? false;
  const plain = templated ? undefined : evaluateLabel(statement.label, place, flow);
  const outer = within(place, 'repeat', plain?.text ?? 'repeat', plain, statement, { count: count.value });
  const rounds: { readonly steps: readonly TraceStep[]; readonly label: LabelTemplate | undefined }[] = [];
  let current = flow;
  for (let index = 0; index < count.value; index++) {
    const at: Location = locate(statement, place);
    if (session.spent.exhausted || !step(session, at, site)) return nothing;
    const copy = withVariable(outer, variable, index);
    const label = templated
      ? evaluateLabel(statement.label, copy, current)
      : plain && { text: String(index), template: [String(index)], hasHoles: false };
    const inner = within(copy, 'copy', String(index), label, statement, { index });
    const round = elaborateBody(statement.body.statements, inner, current);
    rounds.push({ steps: round.steps, label: templated ? label?.template : plain?.template });
    current = round.flow;
  }
  const [first] = rounds;
  if (first === undefined) return { flow, trace: undefined };
  const body = mergeAll(
    rounds.map(({ steps }) => steps),
    session.nodes,
  );
  const label = first.label === undefined ? {} : { label: first.label };
  if (body !== undefined && rounds.every((round) => sameTemplate(round.label, first.label)))
    return {
      flow: current,
      trace: {
        kind: 'repeat',
        numbered: plain !== undefined,
        variable,
        count: count.symbolic,
        body,
        ...label,
      } as TraceVariant,
    };
  const unrolled = rounds.map(
    (round, index): TraceStep => ({
      ...{
        key: `round ${index}`,
        documentation: undefined,
        source: locate(statement, place),
        valueName: undefined,
      },
      label: templated ? substituteLabel(round.label, variable, index) : plain && [String(index)],
      kind: 'group',
      name: '',
      body: substituteIndex(round.steps, variable, index),
    }),
  );
  return {
    flow: current,
    trace: { kind: 'group', name: '', body: unrolled, ...(templated ? {} : label) } as TraceVariant,
  };
}

function sameTemplate(left: LabelTemplate | undefined, right: LabelTemplate | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function substituteLabel(
  label: LabelTemplate | undefined,
  variable: string,
  index: number,
): LabelTemplate | undefined {
  if (label === undefined) return undefined;
  const key = {
    key: '',
    documentation: undefined,
    source: { file: '', span: { start: 0, end: 0 } },
    valueName: undefined,
  };
  return substituteIndex([{ ...key, label, kind: 'from', name: '' }], variable, index)[0]!.label;
}

/** More copies than a network may have statements are refused before the first is made. */
function tooMany(count: number, expression: Expression, place: Place): boolean {
  const { session, site } = place.frame;
  if (count <= session.limits.steps) return false;
  report(session, 'limit/steps', { limit: session.limits.steps }, locate(expression, place), site);
  return true;
}

/** A place that knows one more number, under the name of the repeat's variable. */
function withVariable(place: Place, name: string, index: number): Place {
  const own = new Map<string, Value | undefined>([[name, int(index, { kind: 'index', name })]]);
  return { ...place, variables: { own, outer: place.variables, defaults: place.variables.defaults } };
}
