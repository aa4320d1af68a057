import type { Code, ParametersOf } from '../diagnostics/catalogue.ts';
import type { Details } from '../diagnostics/diagnose.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Location, Related } from '../diagnostics/diagnostic.ts';
import { Findings } from '../diagnostics/findings.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { Entity, LinkedModule } from '../linking/program.ts';
import type { Declaration } from '../parser/ast.ts';
import type { Node, NodeId, Scope, ScopeId } from './graph.ts';
import type { Observer } from './observations.ts';
import type { SymbolicAttribute } from './outline.ts';
import type { Pair, Shape } from './shape.ts';
import { Definitions } from './trace.ts';

/**
 * What one elaboration collects. `unknown` stands for a value that an error left without a shape: whatever reads it is silent, so that
 * one mistake is one message.
 */
export interface Session {
  readonly limits: Limits;
  readonly nodes: Node[];
  readonly scopes: Scope[];
  readonly findings: Findings;
  /** The first place of each path that owns tensors. */
  readonly owners: Map<string, Location>;
  /** How many unlabelled operators of a kind stand under a path. */
  readonly counters: Map<string, number>;
  /** Diagnostics already made, by code and place: a block's mistake is said once, not in every instance. */
  readonly reported: Set<string>;
  /** Of each node, how many input pixels lie between neighbours: [rows, columns]. */
  readonly jumps: Pair[];
  /** Of a node with a stride, where that came from; meant for its own frame only. */
  readonly strides: Map<NodeId, { readonly frame: object; readonly symbolic: SymbolicAttribute }>;
  readonly definitions: Definitions;
  readonly spent: Spent;
  /** Declarations of which it is known, and said, that they contain themselves: nothing is made from them. */
  readonly recursive: ReadonlySet<Declaration>;
  /** The names that were looked up in files, and what they meant. */
  readonly lookups: Lookups;
  /** Who wants to know what each statement did; it hears nothing behind the first error. */
  readonly observer: Observer | undefined;
  /** Bodies inside bodies at this moment. */
  depth: number;
}

/** What the networks of one file have used of its limits. Each network that is unrolled adds to it. */
export interface Spent {
  operators: number;
  steps: number;
  values: number;
  /** Set when a limit ends the elaboration, of this network and of those behind it. */
  exhausted: boolean;
}

export function nothingSpent(): Spent {
  return { operators: 0, steps: 0, values: 0, exhausted: false };
}

/** Of files, the names that were looked up in them; undefined for those that no declaration or import has. */
export type Lookups = Map<LinkedModule, Map<string, Entity | undefined>>;

/** What a name means in a file. */
export function find({ lookups }: Session, module: LinkedModule, name: string): Entity | undefined {
  const entity = module.names.get(name);
  const own = lookups.get(module);
  if (own === undefined) lookups.set(module, new Map([[name, entity]]));
  else own.set(name, entity);
  return entity;
}

/** The value at a point of the network. */
export type Flow = NodeId | 'unknown' | undefined;

/** The call or stage line that made the current block instance, outermost last. */
export interface Site {
  readonly location: Location;
  /** `in block 0 of 4` */
  readonly note: string;
  readonly outer: Site | undefined;
}

export function newSession(
  limits: Limits,
  spent: Spent,
  recursive: ReadonlySet<Declaration> = new Set(),
  observer?: Observer,
): Session {
  const nodes: Node[] = [];
  if (observer !== undefined) observer.nodes = nodes;
  return {
    limits,
    nodes,
    scopes: [],
    findings: new Findings(limits),
    owners: new Map(),
    counters: new Map(),
    reported: new Set(),
    jumps: [],
    strides: new Map(),
    definitions: new Definitions(),
    spent,
    recursive,
    lookups: new Map(),
    observer,
    depth: 0,
  };
}

/** Reports once per code and place; the sites that led here become related places. */
export function report<C extends Code>(
  session: Session,
  code: C,
  parameters: ParametersOf<C>,
  at: Location,
  site: Site | undefined,
  details: Details = {},
): void {
  const key = `${code} ${at.file} ${at.span.start} ${at.span.end}`;
  if (session.reported.has(key)) return;
  session.reported.add(key);
  const related = [...(details.related ?? []), ...sitesOf(site)].filter(
    (place) => place.file !== at.file || place.span.start !== at.span.start,
  );
  const diagnostic = diagnose(code, parameters, at, { ...details, related });
  session.findings.add(diagnostic);
  if (session.observer !== undefined && diagnostic.severity === 'error') session.observer.complete = false;
  if (session.findings.isFull('error')) session.spent.exhausted = true;
}

function sitesOf(site: Site | undefined): Related[] {
  const related: Related[] = [];
  for (let place = site; place !== undefined && related.length < 3; place = place.outer)
    related.push({ ...place.location, message: place.note });
  return related;
}

/** Counts a statement, a block instance or a round against the limit; false when the elaboration must stop. */
export function step(session: Session, at: Location, site: Site | undefined): boolean {
  const { spent, limits } = session;
  if (spent.exhausted) return false;
  if (++spent.steps <= limits.steps) return true;
  return exhaust(session, 'limit/steps', { limit: limits.steps }, at, site);
}

/** Counts values against the limit before they are computed, copied or compared; false when the elaboration must stop. */
export function compute(session: Session, values: number, at: Location, site: Site | undefined): boolean {
  const { spent, limits } = session;
  if (spent.exhausted) return false;
  spent.values += values;
  if (spent.values <= limits.values) return true;
  return exhaust(session, 'limit/values', { limit: limits.values }, at, site);
}

/** Ends the elaboration at a limit. */
export function exhaust<C extends Code>(
  session: Session,
  code: C,
  parameters: ParametersOf<C>,
  at: Location,
  site: Site | undefined,
): false {
  report(session, code, parameters, at, site);
  session.spent.exhausted = true;
  return false;
}

export function openScope(session: Session, scope: Omit<Scope, 'id'>): ScopeId {
  const id = session.scopes.length;
  session.scopes.push({ id, ...scope });
  return id;
}

export function shapeOf(session: Session, flow: NodeId): Shape {
  return session.nodes[flow]!.output;
}
