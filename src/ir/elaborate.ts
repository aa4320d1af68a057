import type { Location, Outcome } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { NetworkEntity } from '../linking/program.ts';
import type { Declaration, Statement } from '../parser/ast.ts';
import { bindNames, evaluate, locate } from './evaluate.ts';
import { finishOutline } from './finish-outline.ts';
import type { Frame, Place } from './frame.ts';
import type { Graph } from './graph.ts';
import { bindParameters } from './instantiate.ts';
import { valueName } from './labels.ts';
import { makeNode, written } from './make-node.ts';
import type { Observer } from './observations.ts';
import { asArgument } from './parameter-type.ts';
import type { Flow, Lookups, Session, Spent } from './session.ts';
import { find, newSession, nothingSpent, report, step } from './session.ts';
import type { Shape } from './shape.ts';
import { elaborateBody } from './statements.ts';
import type { Value } from './value.ts';
import { showValue, withoutOrigin } from './value.ts';

export interface ElaborationOptions {
  readonly limits: Limits;
  /** Replaces the network's `input`. */
  readonly inputShape?: Shape;
  /** Values for the network's parameters, as `--set` gives them. */
  readonly values?: ReadonlyMap<string, Value>;
  /** What other networks of the file have used of the limits; this one adds to it. */
  readonly spent?: Spent;
  /** Declarations of which it is known, and said, that they contain themselves. */
  readonly recursive?: ReadonlySet<Declaration>;
  /** Is told what each statement did. */
  readonly observer?: Observer;
}

export interface Elaboration extends Outcome<Graph | undefined> {
  /** All that was asked of the files beside the network's own declaration. */
  readonly lookups: Lookups;
}

/** Unrolls a network into a graph of operators, every shape known; undefined where it has errors. */
export function elaborate(network: NetworkEntity, options: ElaborationOptions): Elaboration {
  const session = newSession(
    options.limits,
    options.spent ?? nothingSpent(),
    options.recursive,
    options.observer,
  );
  const value = unroll(network, options, session);
  const diagnostics = session.findings.all;
  if (value === undefined && options.observer !== undefined) options.observer.complete = false;
  const { lookups } = session;
  return { value: hasErrors(diagnostics) ? undefined : value, diagnostics, lookups };
}

function unroll(network: NetworkEntity, options: ElaborationOptions, session: Session): Graph | undefined {
  const resolved = resolve(network, options.values ?? new Map(), session, []);
  if (resolved === undefined) return undefined;
  const { entity, values } = resolved;
  const { declaration, module } = entity;
  const body = declaration.definition;
  if (body.kind !== 'body') return undefined;
  const frame: Frame = { session, module, declaration, site: undefined, labels: new Map(), outer: undefined };
  const named = { file: network.module.file.name, span: network.declaration.name.span };
  const own = bindParameters(entity, values, frame, undefined, named);
  if (own === undefined) return undefined;
  const name = network.declaration.name.text;
  session.scopes.push({
    id: 0,
    parent: undefined,
    kind: 'network',
    path: '',
    name,
    labelled: true,
    source: named,
  });
  for (const [key, value] of own.variables) {
    if (value?.type === 'list' || value?.type === 'string') own.variables.set(key, withoutOrigin(value));
  }
  const variables = { own: own.variables, outer: undefined, defaults: new Map() };
  const place: Place = { frame, prefix: '', scope: 0, variables, join: undefined };
  const { before, input, after } = splitAtInput(body.statements);
  const opening = elaborateBody(before, place, undefined);
  const flow = enter(input, place, options.inputShape, named, name);
  const label = valueName(input?.label);
  if (label !== undefined) frame.labels.set(label, flow);
  if (input !== undefined)
    session.observer?.sawStatement(input, { before: undefined, after: flow, firstNode: 0, prefix: '' });
  const { flow: output, steps } = elaborateBody(after, place, flow);
  session.observer?.sawInstance(
    declaration,
    { before: undefined, after: output, firstNode: 0, prefix: '' },
    own.variables,
  );
  if (typeof output !== 'number') return undefined;
  if (output === 0) {
    report(session, 'shape/no-output', { network: name }, named, undefined);
    return undefined;
  }
  const parameters = own.parameters.map((parameter) => {
    const value = own.variables.get(parameter.name);
    return { name: parameter.name, default: value === undefined ? undefined : withoutOrigin(value).symbolic };
  });
  const main = {
    declaration: network.declaration,
    parameters,
    blocks: '',
    steps: [...opening.steps, ...steps],
  };
  const documentation = network.declaration.documentation ?? network.module.module.documentation;
  const outline = finishOutline(session.definitions.all, main, label);
  return {
    name,
    documentation,
    source: named,
    nodes: session.nodes,
    scopes: session.scopes,
    output,
    outline,
  };
}

interface Resolved {
  readonly entity: NetworkEntity;
  readonly values: ReadonlyMap<string, Value>;
}

/** Follows `network resnet18 = resnet(basic, [2, 2, 2, 2])` to the network with a body, its parameters' values in hand. */
function resolve(
  network: NetworkEntity,
  values: ReadonlyMap<string, Value>,
  session: Session,
  chain: readonly NetworkEntity[],
): Resolved | undefined {
  const { declaration, module } = network;
  const { definition } = declaration;
  const at: Location = { file: module.file.name, span: declaration.name.span };
  if (session.recursive.has(declaration)) return undefined;
  if (chain.length > session.limits.depth) {
    report(session, 'limit/depth', { limit: session.limits.depth }, at, undefined);
    return undefined;
  }
  if (!step(session, at, undefined)) return undefined;
  if (definition.kind === 'body') return { entity: network, values };
  const frame: Frame = { session, module, declaration, site: undefined, labels: new Map(), outer: undefined };
  const known = declaration.parameters.map(({ name }) => name.text);
  const own = bindParameters(
    network,
    new Map([...values].filter(([name]) => known.includes(name))),
    frame,
    undefined,
    at,
  );
  const target = find(session, module, definition.callee.text);
  if (own === undefined || target?.kind !== 'network') return undefined;
  const variables = { own: own.variables, outer: undefined, defaults: new Map() };
  const place: Place = { frame, prefix: '', scope: 0, variables, join: undefined };
  const bound = new Map<string, Value>();
  let sound = true;
  const callable = { bound: new Map<string, Value>(), block: { declaration: target.declaration } };
  for (const { parameter, value } of bindNames(definition.arguments, callable, place)) {
    const result = evaluate(value, place, undefined);
    const fitting =
      result && asArgument(result, parameter, target.declaration, locate(value, place), undefined, session);
    if (fitting === undefined) sound = false;
    else bound.set(parameter, withoutOrigin(fitting));
  }
  for (const [name, value] of values) if (!known.includes(name)) bound.set(name, value);
  return sound ? resolve(target, bound, session, [...chain, network]) : undefined;
}

/** Statements may stand before `input` as long as they compute no value: `let`, `defaults`. */
function splitAtInput(statements: readonly Statement[]): {
  readonly before: readonly Statement[];
  readonly input: Statement | undefined;
  readonly after: readonly Statement[];
} {
  const written = statements.findIndex(({ kind }) => kind === 'input');
  // What could not be read, and `inptu`, are reported; that there is no `input` would be the same again.
  const position = written >= 0 ? written : statements.findIndex(mayBeInput);
  if (position < 0) return { before: [], input: undefined, after: statements };
  return {
    before: statements.slice(0, position),
    input: statements[position],
    after: statements.slice(position + 1),
  };
}

function mayBeInput(statement: Statement): boolean {
  if (statement.kind === 'invalid') return true;
  return statement.kind === 'operator' && didYouMean(statement.operator.text, ['input']) !== undefined;
}

/** The network's input as node 0. */
function enter(
  statement: Statement | undefined,
  place: Place,
  override: Shape | undefined,
  named: Location,
  network: string,
): Flow {
  const { session } = place.frame;
  if (statement?.kind !== 'input') {
    if (statement !== undefined) return 'unknown';
    const help = '`input 3 x 224 x 224` says the channels, the height and the width of what it is given';
    report(session, 'shape/no-input', { network }, named, undefined, { help });
    return 'unknown';
  }
  const at = locate(statement.shape, place);
  const value = evaluate(statement.shape, place, undefined);
  if (value === undefined) return 'unknown';
  const items = value.type === 'extent' ? value.items : [value];
  const extents = override ?? items.map((item) => (item.type === 'int' ? item.value : Number.NaN));
  if (extents.length !== 3 || extents.some(Number.isNaN)) {
    const expected = 'channels x height x width';
    report(session, 'value/type', { what: 'the input', expected, actual: showValue(value) }, at, undefined);
    return 'unknown';
  }
  const wrong = extents.find((extent) => extent < 1);
  if (wrong !== undefined) {
    const parameters = { what: 'an extent of the input', expected: 'at least 1', actual: String(wrong) };
    report(session, 'value/range', parameters, at, undefined);
    return 'unknown';
  }
  const [channels, height, width] = extents.map((raw) => ({ raw, symbolic: undefined }));
  const given = written({ channels: channels!, height: height!, width: width! }, at);
  return makeNode({ op: 'input', given, inputs: [], name: 'input', at }, place)?.id ?? 'unknown';
}
