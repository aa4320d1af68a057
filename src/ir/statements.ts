// Over 300 lines: the statements that need no file of their own, and the dispatch over all of them.
import { joinOperators } from '../linking/names.ts';
import { labelsIn } from '../linking/words-and-labels.ts';
import type { Body, Name, Statement, StatementOf } from '../parser/ast.ts';
import { bindArguments, withDefaults } from './bind-arguments.ts';
import { elaborateBranches, elaborateGate } from './branches.ts';
import { requireArguments } from './complete-attributes.ts';
import { elaborateRepeat, elaborateStage } from './copies.ts';
import { calledBlock, evaluate, locate } from './evaluate.ts';
import type { Place } from './frame.ts';
import type { NodeId, ScopeKind } from './graph.ts';
import { bindCall, instantiate } from './instantiate.ts';
import type { EvaluatedLabel } from './labels.ts';
import { evaluateLabel, valueName } from './labels.ts';
import { makeNode, numbered } from './make-node.ts';
import type { OperatorKind } from './operators.ts';
import { operatorNames } from './operators.ts';
import { elaborateResidual } from './residual.ts';
import type { Flow } from './session.ts';
import { exhaust, report, step } from './session.ts';
import type { TraceStep, TraceVariant } from './trace.ts';
import type { Value } from './value.ts';
import { named, showValue } from './value.ts';

export interface BodyResult {
  readonly flow: Flow;
  readonly steps: readonly TraceStep[];
}

/** What a statement made: the value after it and its trace, absent where an error left nothing to trace. */
export interface StatementResult {
  readonly flow: Flow;
  readonly trace: TraceVariant | undefined;
}

/** Runs statements in order; `place` is theirs alone, so names declared here end here. */
export function elaborateBody(statements: readonly Statement[], place: Place, flow: Flow): BodyResult {
  const { session, site } = place.frame;
  const [first] = statements;
  if (first === undefined) return { flow, steps: [] };
  if (session.depth >= session.limits.depth) {
    exhaust(session, 'limit/depth', { limit: session.limits.depth }, locate(first, place), site);
    return { flow: 'unknown', steps: [] };
  }
  session.depth++;
  const result = elaborateStatements(statements, place, flow);
  session.depth--;
  return result;
}

function elaborateStatements(statements: readonly Statement[], place: Place, flow: Flow): BodyResult {
  const { session, site, labels, module } = place.frame;
  const steps: TraceStep[] = [];
  let current = flow;
  for (const statement of statements) {
    const source = locate(statement, place);
    if (!step(session, source, site)) return { flow: 'unknown', steps };
    const label = evaluateLabelOf(statement, place, current);
    const before = current;
    const firstNode = session.nodes.length;
    const result = elaborateStatement(statement, place, current, label);
    current = result.flow;
    if (session.observer !== undefined) {
      const value = statement.kind === 'let' ? place.variables.own.get(statement.name.text) : undefined;
      session.observer.sawStatement(
        statement,
        { before, after: current, firstNode, prefix: place.prefix },
        value,
      );
    }
    const name = valueName(statement.label);
    if (name !== undefined) labels.set(name, current);
    // What leaves nothing to trace, as a repeat without rounds, may still give the value before it a name.
    const trace = result.trace ?? (name === undefined ? undefined : nothingNamed);
    if (trace === undefined) continue;
    steps.push({
      key: `${module.file.name}:${statement.span.start}`,
      documentation: statement.documentation,
      source,
      label: result.trace && label?.template,
      valueName: name,
      ...trace,
    });
  }
  return { flow: current, steps };
}

const nothingNamed: TraceVariant = { kind: 'group', name: '', body: [] };

/** A stage's and a repeat's labels may name the number of the copy, so they are evaluated for each copy. */
function evaluateLabelOf(statement: Statement, place: Place, flow: Flow): EvaluatedLabel | undefined {
  if (statement.kind === 'stage' || statement.kind === 'repeat') return undefined;
  return evaluateLabel(statement.label, place, flow);
}

function elaborateStatement(
  statement: Statement,
  place: Place,
  flow: Flow,
  label: EvaluatedLabel | undefined,
): StatementResult {
  switch (statement.kind) {
    case 'operator':
      return elaborateOperator(statement, place, flow, label);
    case 'call':
      return elaborateCall(statement, place, flow, label);
    case 'stage':
      return elaborateStage(statement, place, flow);
    case 'repeat':
      return elaborateRepeat(statement, place, flow);
    case 'residual':
      return elaborateResidual(statement, place, flow, label);
    case 'gate':
      return elaborateGate(statement, place, flow, label);
    case 'branches':
      return elaborateBranches(statement, place, flow, label);
    case 'part':
    case 'group':
      return elaborateGroup(statement, place, flow, label);
    case 'if':
      return elaborateChoice(statement, place, flow);
    case 'from':
      return {
        flow: labelled(statement.name, place),
        trace: { kind: 'from', name: statement.name.text },
      };
    case 'let': {
      const value = evaluate(statement.value, place, flow);
      const name = statement.name.text;
      const symbolic =
        value && (value.symbolic.kind === 'constant' ? value.symbolic : { kind: 'local' as const, name });
      place.variables.own.set(name, value && named(value, symbolic!));
      return {
        flow,
        trace: value && value.type !== 'block' ? { kind: 'let', name, symbolic: value.symbolic } : undefined,
      };
    }
    case 'defaults': {
      const kind = statement.operator.text as OperatorKind;
      const given = operatorNames.has(kind)
        ? bindArguments(kind, statement.arguments, place, flow)
        : undefined;
      if (given !== undefined) place.variables.defaults = withDefaults(place.variables.defaults, kind, given);
      return { flow, trace: undefined };
    }
    case 'input':
      report(
        place.frame.session,
        'shape/two-inputs',
        { network: place.frame.declaration.name.text },
        locate(statement, place),
        place.frame.site,
      );
      return { flow, trace: undefined };
    case 'invalid':
      return { flow: 'unknown', trace: undefined };
  }
}

function elaborateOperator(
  statement: StatementOf<'operator'>,
  place: Place,
  flow: Flow,
  label: EvaluatedLabel | undefined,
): StatementResult {
  const nothing: StatementResult = { flow: 'unknown', trace: undefined };
  const op = statement.operator.text as OperatorKind;
  if (!operatorNames.has(op)) return nothing;
  const { session, site } = place.frame;
  const at = locate(statement, place);
  const values: string[] = [];
  const joined: Flow[] = [];
  if (joinOperators.has(op)) {
    for (const { value } of statement.arguments) {
      const name = value.kind === 'name' ? value.name : value.kind === 'integer' ? value.text : undefined;
      if (name === undefined) {
        const parameters = {
          what: `what \`${op}\` joins`,
          expected: 'the label of a value',
          actual: 'an expression',
        };
        report(session, 'value/type', parameters, locate(value, place), site);
        return nothing;
      }
      values.push(name);
      joined.push(labelled({ text: name, span: value.span }, place));
    }
    if (values.length === 0) {
      report(session, 'value/missing-argument', { of: op, argument: 'label of a value' }, at, site);
      return nothing;
    }
  }
  const given = values.length > 0 ? new Map() : bindArguments(op, statement.arguments, place, flow);
  if (flow === undefined) {
    report(session, 'value/no-current', { what: `\`${op}\`` }, at, site);
    return nothing;
  }
  const operatorPlace = { file: at.file, span: spanOfOperator(statement) };
  if (given !== undefined && flow === 'unknown' && values.length === 0)
    requireArguments(op, given, place, operatorPlace);
  if (given === undefined || flow === 'unknown' || joined.some((value) => typeof value !== 'number'))
    return nothing;
  const inputs = [flow, ...(joined as NodeId[])];
  const made = makeNode({ op, given, inputs, name: label?.text, at: operatorPlace }, place);
  if (made === undefined) return nothing;
  const { tensors } = session.nodes[made.id]!;
  const template =
    label?.template ?? (tensors.length > 0 ? [lastPart(session.nodes[made.id]!.path)] : undefined);
  return {
    flow: made.id,
    trace: {
      kind: 'operator',
      op,
      attributes: made.symbolics,
      values,
      nodes: [made.id],
      ...(template && { label: template }),
    },
  };
}

/** The operator with its arguments, without the label. */
function spanOfOperator({ operator, arguments: given }: StatementOf<'operator'>) {
  return { start: operator.span.start, end: given.at(-1)?.span.end ?? operator.span.end };
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function elaborateCall(
  statement: StatementOf<'call'>,
  place: Place,
  flow: Flow,
  label: EvaluatedLabel | undefined,
): StatementResult {
  const nothing: StatementResult = { flow: 'unknown', trace: undefined };
  const { call } = statement;
  const block = calledBlock(call.callee, place);
  if (block === undefined) return nothing;
  const bound = bindCall(block, call.arguments, place, flow);
  if (bound === undefined) return nothing;
  const text = label?.text ?? numbered(place.frame.session, place.prefix, block.block.declaration.name.text);
  const instance = instantiate({
    call: bound,
    place,
    flow,
    prefix: `${place.prefix}${text}.`,
    label: { text, labelled: label !== undefined },
    at: locate(call, place),
    note: `in the ${block.block.declaration.name.text} that is called here`,
  });
  if (instance === undefined) return nothing;
  const template = label?.template ?? [text];
  return {
    flow: instance.flow,
    trace: {
      kind: 'call',
      callee: instance.definition,
      arguments: instance.arguments,
      ...{ label: template },
    },
  };
}

function elaborateGroup(
  statement: StatementOf<'group' | 'part'>,
  place: Place,
  flow: Flow,
  label: EvaluatedLabel | undefined,
): StatementResult {
  const name = statement.kind === 'part' ? statement.name.text : (label?.text ?? '');
  const inner = within(place, statement.kind, name, label, statement);
  const { flow: result, steps } = elaborateBody(statement.body.statements, inner, flow);
  return { flow: result, trace: { kind: 'group', name, body: steps } };
}

/** A place inside braces: its own names, its own scope, and the label, if any, in front of its tensors. */
export function within(
  place: Place,
  kind: ScopeKind,
  name: string,
  label: EvaluatedLabel | undefined,
  statement: Pick<Statement, 'span'>,
  more: { readonly index?: number; readonly count?: number } = {},
): Place {
  const { session } = place.frame;
  const prefix = label === undefined ? place.prefix : `${place.prefix}${label.text}.`;
  const scope = session.scopes.length;
  const source = locate(statement, place);
  session.scopes.push({
    ...{ id: scope, parent: place.scope, kind, path: prefix.slice(0, -1), name },
    ...{ labelled: label !== undefined, source, ...more },
  });
  const variables = {
    own: new Map<string, Value | undefined>(),
    outer: place.variables,
    defaults: place.variables.defaults,
  };
  return { ...place, prefix, scope, variables };
}

function elaborateChoice(statement: StatementOf<'if'>, place: Place, flow: Flow): StatementResult {
  const condition = evaluate(statement.condition, place, flow);
  if (condition === undefined) return { flow: 'unknown', trace: undefined };
  if (condition.type !== 'bool') {
    const parameters = { what: 'the condition', expected: 'true or false', actual: showValue(condition) };
    report(
      place.frame.session,
      'value/type',
      parameters,
      locate(statement.condition, place),
      place.frame.site,
    );
    return { flow: 'unknown', trace: undefined };
  }
  const body: Body | undefined = condition.value ? statement.consequent : statement.alternative;
  const variables = {
    own: new Map<string, Value | undefined>(),
    outer: place.variables,
    defaults: place.variables.defaults,
  };
  const { flow: result, steps } = elaborateBody(body?.statements ?? [], { ...place, variables }, flow);
  const branch = condition.value
    ? { consequent: steps, alternative: undefined }
    : { consequent: undefined, alternative: steps };
  return { flow: result, trace: { kind: 'choice', condition: condition.symbolic, ...branch } };
}

/** The value that a label names. One in braces that were not run names none here; any other that is unknown was reported before. */
function labelled({ text: name, span }: Name, place: Place): Flow {
  const { labels, session, site, declaration } = place.frame;
  if (labels.has(name)) return labels.get(name);
  if (labelsIn(declaration).has(name)) {
    const help = 'it is in braces that are not run here: behind an `if`, or in a `repeat` without rounds';
    report(session, 'name/value', { name }, locate({ span }, place), site, { help });
  }
  return 'unknown';
}
