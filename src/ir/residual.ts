import type { Location } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { Shortcut as ShortcutClause, StatementOf } from '../parser/ast.ts';
import { evaluate, locate } from './evaluate.ts';
import type { Place } from './frame.ts';
import type { NodeId } from './graph.ts';
import type { EvaluatedLabel } from './labels.ts';
import { evaluateLabel } from './labels.ts';
import { makeNode, written } from './make-node.ts';
import { opening } from './opening.ts';
import { expectedShape, reportMismatch, strideBetween } from './residual-mismatch.ts';
import type { Flow } from './session.ts';
import { report, shapeOf } from './session.ts';
import { sameShape } from './shape.ts';
import type { PathStride } from './shortcuts.ts';
import { projectionTrace, zeroPadTrace } from './shortcuts.ts';
import type { BodyResult, StatementResult } from './statements.ts';
import { elaborateBody, within } from './statements.ts';
import type { TraceShortcut } from './trace.ts';
import { constant, int, showValue } from './value.ts';

const nothing: StatementResult = { flow: 'unknown', trace: undefined };

/** The forms of a shortcut; the string is how `shortcut (kind)` names them. */
const forms = ['identity', 'zero_pad', 'zero_pad split', 'projection', 'projection always', 'none'] as const;
export type ShortcutForm = (typeof forms)[number] | 'path';

/** `residual { path } shortcut …`: the path's result plus what the shortcut makes of the input (He et al. 2015, eq. 1 and 2). */
export function elaborateResidual(
  statement: StatementOf<'residual'>,
  place: Place,
  flow: Flow,
  label: EvaluatedLabel | undefined,
): StatementResult {
  const { session, site } = place.frame;
  const clause = statement.shortcut;
  const outer = within(place, 'residual', 'residual', label, statement);
  const path = elaborateBody(statement.body.statements, outer, flow);
  const form = formOf(clause, place, flow);
  const at = locate(opening(statement, place), place);
  if (flow === undefined) report(session, 'value/no-current', { what: '`residual`' }, at, site);
  if (form === undefined || typeof flow !== 'number' || typeof path.flow !== 'number') {
    const body = clause?.body;
    if (body !== undefined)
      elaborateBody(body.statements, within(outer, 'shortcut', 'shortcut', undefined, clause!), 'unknown');
    return nothing;
  }
  const ends = { input: flow, path: path.flow };
  const made = elaborateShortcut(form, clause, ends, outer);
  if (made === undefined) return { flow: path.flow, trace: undefined };
  const shape = { path: shapeOf(session, path.flow), shortcut: shapeOf(session, made.end) };
  if (!made.trace.none && !sameShape(shape.path, shape.shortcut)) {
    const lost = reportMismatch({ statement, form, ends, shortcut: shape.shortcut, place: outer });
    return { flow: lost === undefined ? path.flow : whatWasMeant(ends, lost, outer, at), trace: undefined };
  }
  const trace = { kind: 'residual' as const, path: path.steps, shortcut: made.trace };
  if (made.trace.none) return { flow: path.flow, trace };
  const sum = makeNode(
    { op: 'add', given: new Map(), inputs: [path.flow, made.end], name: undefined, at },
    outer,
  );
  return sum === undefined ? nothing : { flow: sum.id, trace };
}

/** A value of the shape that the path would have with its padding, so that one mistake does not shrink the rest of the network. */
function whatWasMeant(ends: Ends, stride: PathStride, place: Place, at: Location): Flow {
  const { session } = place.frame;
  const given = written(
    {
      kernel: { raw: [1, 1], symbolic: undefined },
      filters: { raw: shapeOf(session, ends.path)[0], symbolic: undefined },
      stride: { raw: stride.pair, symbolic: undefined },
    },
    at,
  );
  return makeNode({ op: 'conv', given, inputs: [ends.input], name: undefined, at }, place)?.id ?? 'unknown';
}

function formOf(clause: ShortcutClause | undefined, place: Place, flow: Flow): ShortcutForm | undefined {
  const { session, site } = place.frame;
  if (clause === undefined) return 'identity';
  if (clause.expression !== undefined) {
    const kind = evaluate(clause.expression, place, flow);
    if (kind === undefined) return undefined;
    if (kind.type === 'string' && (forms as readonly string[]).includes(kind.value))
      return kind.value as ShortcutForm;
    const help = `the kinds are ${forms.map((form) => `"${form}"`).join(', ')}`;
    report(
      session,
      'value/shortcut-kind',
      { kind: showValue(kind) },
      locate(clause.expression, place),
      site,
      { help },
    );
    return undefined;
  }
  if (clause.form === undefined) {
    if (clause.body !== undefined) return 'path';
    const parameters = { of: 'shortcut', argument: 'kind' };
    report(session, 'value/missing-argument', parameters, locate(clause, place), site, {
      help: '`shortcut identity`, `shortcut projection`, `shortcut zero_pad`, `shortcut none` or `shortcut { … }`',
    });
    return undefined;
  }
  const text = [clause.form.text, clause.modifier?.text].filter(Boolean).join(' ');
  if ((forms as readonly string[]).includes(text)) return text as ShortcutForm;
  const wrong = (forms as readonly string[]).includes(clause.form.text) ? clause.modifier! : clause.form;
  const at = locate(wrong, place);
  const near = didYouMean(wrong.text, forms);
  const details =
    near === undefined
      ? { help: `the kinds are ${forms.join(', ')}` }
      : {
          help: `did you mean \`${near}\`?`,
          fixes: [{ title: `write \`${near}\``, edits: [{ ...at, text: near }] }],
        };
  report(session, 'value/shortcut-kind', { kind: wrong.text }, at, site, details);
  return undefined;
}

interface Made {
  readonly end: NodeId;
  readonly trace: TraceShortcut;
}

interface Ends {
  readonly input: NodeId;
  readonly path: NodeId;
}

/** Decides what the shortcut needs here, and builds it; undefined where that failed (reported). */
function elaborateShortcut(
  form: ShortcutForm,
  clause: ShortcutClause | undefined,
  ends: Ends,
  place: Place,
): Made | undefined {
  const { session } = place.frame;
  const identity: Made = {
    end: ends.input,
    trace: { label: undefined, none: false, identity: true, path: undefined },
  };
  if (form === 'identity' || clause === undefined) return identity;
  if (form === 'none') return { end: ends.path, trace: { ...identity.trace, none: true, identity: false } };
  const input = shapeOf(session, ends.input);
  const path = shapeOf(session, ends.path);
  const same = sameShape(input, path);
  const always = form === 'path' || form === 'projection always';
  if (same && !always) return identity;
  const label = evaluateLabel(clause.label, place, ends.input);
  const named = label ?? { text: 'shortcut', template: ['shortcut'], hasHoles: false };
  const withoutLabel = form === 'path' && label === undefined;
  const inner = within(place, 'shortcut', 'shortcut', withoutLabel ? undefined : named, clause);
  const trace = (steps: BodyResult): Made | undefined =>
    typeof steps.flow === 'number'
      ? {
          end: steps.flow,
          trace: {
            label: withoutLabel ? undefined : named.template,
            none: false,
            identity: false,
            path: steps.steps,
          },
        }
      : undefined;
  const stride = strideBetween(ends, session, place.frame);
  if (clause.body !== undefined) {
    const join = {
      channels: int(path[0], { kind: 'dimension', of: 'join', axis: 'channels' }),
      height: int(path[1], { kind: 'dimension', of: 'join', axis: 'height' }),
      width: int(path[2], { kind: 'dimension', of: 'join', axis: 'width' }),
      stride: int(stride?.pair[0] ?? 1, stride?.symbolic ?? constant(1)),
    };
    return trace(elaborateBody(clause.body.statements, { ...inner, join }, ends.input));
  }
  if (stride === undefined || !sameShape(expectedShape(input, path[0], stride.pair), path)) return identity;
  const at = locate(clause, place);
  if (form.startsWith('projection')) return trace(projectionTrace(ends.input, path[0], stride, inner, at));
  if (path[0] < input[0]) return identity;
  return trace(zeroPadTrace(ends.input, path[0] - input[0], stride, form === 'zero_pad split', inner, at));
}
