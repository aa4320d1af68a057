import type { Span } from '../diagnostics/diagnostic.ts';
import { joinOperators } from '../linking/names.ts';
import type { Body, StatementOf } from '../parser/ast.ts';
import { locate } from './evaluate.ts';
import type { Place } from './frame.ts';
import type { NodeId } from './graph.ts';
import type { EvaluatedLabel } from './labels.ts';
import { evaluateLabel } from './labels.ts';
import { makeNode } from './make-node.ts';
import { opening } from './opening.ts';
import type { Branch, JoinKind } from './outline.ts';
import type { Flow } from './session.ts';
import { report } from './session.ts';
import type { StatementResult } from './statements.ts';
import { elaborateBody, within } from './statements.ts';
import type { TraceSteps } from './trace.ts';

const nothing: StatementResult = { flow: 'unknown', trace: undefined };

/** `gate { … }`: the value times what the path makes of it. */
export function elaborateGate(
  statement: StatementOf<'gate'>,
  place: Place,
  flow: Flow,
  label: EvaluatedLabel | undefined,
): StatementResult {
  const inner = within(place, 'gate', 'gate', label, statement);
  const { flow: factor, steps } = elaborateBody(statement.body.statements, inner, flow);
  const result = join('multiply', [flow, factor], inner, opening(statement, place).span);
  return result === undefined ? nothing : { flow: result, trace: { kind: 'gate', body: steps } };
}

/** `branches concat { path { … } path { … } }` */
export function elaborateBranches(
  statement: StatementOf<'branches'>,
  place: Place,
  flow: Flow,
  label: EvaluatedLabel | undefined,
): StatementResult {
  const { session, site } = place.frame;
  if (!joinOperators.has(statement.join.text)) {
    const parameters = {
      what: 'the join of `branches`',
      expected: 'add, multiply or concat',
      actual: statement.join.text,
    };
    report(session, 'value/type', parameters, locate(statement.join, place), site);
    return nothing;
  }
  if (statement.paths.length === 0) {
    report(
      session,
      'value/missing-argument',
      { of: 'branches', argument: 'path { … }' },
      locate(statement, place),
      site,
    );
    return nothing;
  }
  const kind = statement.join.text as JoinKind;
  const outer = within(place, 'branches', 'branches', label, statement);
  const ends: Flow[] = [];
  const paths: Branch<TraceSteps>[] = [];
  for (const path of statement.paths) {
    const pathLabel = evaluateLabel(path.label, outer, flow);
    const inner = within(outer, 'path', pathLabel?.text ?? 'path', pathLabel, path);
    const { flow: end, steps } = elaborateBody((path.body satisfies Body).statements, inner, flow);
    ends.push(end);
    paths.push({ label: pathLabel?.template, steps });
  }
  const result =
    ends.length === 1
      ? ends[0]
      : join(kind, ends, outer, { start: statement.span.start, end: statement.join.span.end });
  return result === undefined ? nothing : { flow: result, trace: { kind: 'branches', join: kind, paths } };
}

/** Joins values; undefined where one is unknown or they do not fit. */
function join(op: JoinKind, values: readonly Flow[], place: Place, span: Span): NodeId | undefined {
  if (values.some((value) => typeof value !== 'number')) return undefined;
  const at = locate({ span }, place);
  return makeNode({ op, given: new Map(), inputs: values as NodeId[], name: undefined, at }, place)?.id;
}
