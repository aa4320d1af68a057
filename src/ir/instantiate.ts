import type { Location } from '../diagnostics/diagnostic.ts';
import type { Entity } from '../linking/program.ts';
import type { Argument } from '../parser/ast.ts';
import { bindNames, evaluate, locate, signature } from './evaluate.ts';
import type { Frame, Place } from './frame.ts';
import type { DefinitionParameter } from './outline.ts';
import { asArgument, withType } from './parameter-type.ts';
import type { Flow, Site } from './session.ts';
import { compute, report, step } from './session.ts';
import { elaborateBody } from './statements.ts';
import type { SymbolicArgument } from './symbolic.ts';
import type { TraceDefinition } from './trace.ts';
import type { Value, ValueOf } from './value.ts';
import { named, showValue } from './value.ts';

/** A block's arguments, evaluated where it is called. */
export interface BoundCall {
  readonly block: ValueOf<'block'>;
  readonly values: ReadonlyMap<string, Value>;
}

/** Evaluates a call's arguments; undefined where one is wrong. */
export function bindCall(
  block: ValueOf<'block'>,
  given: readonly Argument[],
  place: Place,
  flow: Flow,
): BoundCall | undefined {
  const values = new Map(block.bound);
  const { session, site } = place.frame;
  const { declaration } = block.block;
  let sound = true;
  for (const { parameter, value } of bindNames(given, block, place)) {
    const result = evaluate(value, place, flow);
    const fitting = result && asArgument(result, parameter, declaration, locate(value, place), site, session);
    if (fitting === undefined) sound = false;
    else values.set(parameter, fitting);
  }
  return sound ? { block, values } : undefined;
}

export interface InstanceRequest {
  readonly call: BoundCall;
  readonly place: Place;
  readonly flow: Flow;
  /** With the trailing point. */
  readonly prefix: string;
  readonly label: { readonly text: string; readonly labelled: boolean };
  readonly index?: number;
  readonly at: Location;
  /** `in block 0 of 4` */
  readonly note: string;
}

export interface Instance {
  readonly flow: Flow;
  readonly definition: TraceDefinition;
  /** What the call says, without what is a block. */
  readonly arguments: readonly SymbolicArgument[];
}

/** Unrolls one instance of a block. */
export function instantiate(request: InstanceRequest): Instance | undefined {
  const { call, place, flow, prefix, at } = request;
  const { session } = place.frame;
  const { block } = call.block;
  const site: Site = { location: at, note: request.note, outer: place.frame.site };
  if (!step(session, at, site.outer) || !refuseRecursion(block, place.frame, at)) return undefined;
  const frame: Frame = {
    session,
    module: block.module,
    declaration: block.declaration,
    site,
    labels: new Map(),
    outer: place.frame,
  };
  const own = bindParameters(block, call.values, frame, place, at);
  if (own === undefined) return undefined;
  const scope = session.scopes.length;
  session.scopes.push({
    id: scope,
    parent: place.scope,
    kind: 'block',
    path: prefix.slice(0, -1),
    name: block.declaration.name.text,
    labelled: request.label.labelled,
    arguments: [...call.values].map(([name, value]) => ({ name, value: showValue(value) })),
    ...(request.index === undefined ? {} : { index: request.index }),
    source: at,
  });
  const firstNode = session.nodes.length;
  const inner: Place = {
    frame,
    prefix,
    scope,
    variables: { own: own.variables, outer: undefined, defaults: place.variables.defaults },
    join: undefined,
  };
  const { flow: result, steps } = elaborateBody(block.declaration.body.statements, inner, flow);
  session.observer?.sawInstance(
    block.declaration,
    { before: flow, after: result, firstNode, prefix },
    own.variables,
  );
  const trace = { declaration: block.declaration, parameters: own.parameters, blocks: own.blocks, steps };
  const definition = session.definitions.add(trace, session.nodes, (merged) =>
    compute(session, merged, at, site.outer),
  );
  const written = [...call.values].filter(([, value]) => value.type !== 'block');
  return {
    flow: result,
    definition,
    arguments: written.map(([name, value]) => ({ name, value: value.symbolic })),
  };
}

interface BoundParameters {
  readonly variables: Map<string, Value | undefined>;
  readonly parameters: readonly DefinitionParameter[];
  readonly blocks: string;
}

/** Gives each parameter its argument or its default, checked against its type. */
export function bindParameters(
  entity: Entity,
  values: ReadonlyMap<string, Value>,
  frame: Frame,
  caller: Place | undefined,
  at: Location,
): BoundParameters | undefined {
  const { session } = frame;
  const { declaration } = entity;
  const variables = new Map<string, Value | undefined>();
  const parameters: DefinitionParameter[] = [];
  const blocks: string[] = [];
  const scope: Place = {
    frame,
    prefix: '',
    scope: 0,
    variables: { own: variables, outer: undefined, defaults: new Map() },
    join: undefined,
  };
  let sound = compute(session, declaration.parameters.length, at, caller?.frame.site);
  for (const parameter of declaration.parameters) {
    if (session.spent.exhausted) return undefined;
    const name = parameter.name.text;
    const written = parameter.default && evaluate(parameter.default, scope, undefined);
    const fallback =
      written && withType(written, parameter, locate(parameter.default!, scope), frame.site?.outer, session);
    const given = values.get(name);
    if (given === undefined && parameter.default === undefined) {
      const related = [{ ...locate(parameter, scope), message: 'declared here, without a default' }];
      const of = declaration.name.text;
      report(session, 'value/missing-argument', { of, argument: name }, at, caller?.frame.site, {
        ...signature(declaration),
        related,
      });
      sound = false;
      continue;
    }
    const value = given === undefined ? fallback : withType(given, parameter, at, frame.site?.outer, session);
    if (value === undefined) {
      sound = false;
      continue;
    }
    variables.set(name, named(value, { kind: 'parameter', name }));
    if (value.type === 'block') {
      variables.set(name, value);
      blocks.push(`${name}=${value.block.module.file.name}:${value.block.declaration.name.text}`);
      for (const [key, bound] of value.bound) blocks.push(`${key}=${showValue(bound)}`);
    } else parameters.push({ name, default: fallback?.symbolic });
  }
  return sound ? { variables, parameters, blocks: blocks.join(' ') } : undefined;
}

function namesDownTo(caller: Frame, last: Frame): readonly string[] {
  const names: string[] = [];
  for (let frame: Frame | undefined = caller; frame !== undefined; frame = frame.outer) {
    names.push(frame.declaration.name.text);
    if (frame === last) break;
  }
  return names.reverse();
}

/** No block may be unrolled inside itself, however it got there: here, as an argument. */
function refuseRecursion(block: ValueOf<'block'>['block'], caller: Frame, at: Location): boolean {
  if (caller.session.recursive.has(block.declaration)) return false;
  for (let frame: Frame | undefined = caller; frame !== undefined; frame = frame.outer) {
    if (frame.declaration !== block.declaration) continue;
    const chain = namesDownTo(caller, frame);
    report(
      caller.session,
      'name/recursion',
      { cycle: [...chain, block.declaration.name.text] },
      at,
      caller.site,
    );
    return false;
  }
  return true;
}
