import type { Code, ParametersOf } from '../diagnostics/catalogue.ts';
import type { Details } from '../diagnostics/diagnose.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Location, Related } from '../diagnostics/diagnostic.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { Node, NodeId, Scope, ScopeId } from './graph.ts';
import type { SymbolicAttribute } from './outline.ts';
import type { Pair, Shape } from './shape.ts';
import type { TraceDefinition } from './trace.ts';

/**
 * What one elaboration collects. `unknown` stands for a value that an error left without a shape: whatever reads it is silent, so that
 * one mistake is one message.
 */
export interface Session {
  readonly limits: Limits;
  readonly nodes: Node[];
  readonly scopes: Scope[];
  readonly diagnostics: Diagnostic[];
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
  readonly definitions: TraceDefinition[];
  steps: number;
  /** Bodies inside bodies at this moment. */
  depth: number;
  /** Set when a limit ends the elaboration. */
  exhausted: boolean;
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

export function newSession(limits: Limits): Session {
  return {
    limits,
    nodes: [],
    scopes: [],
    diagnostics: [],
    owners: new Map(),
    counters: new Map(),
    reported: new Set(),
    jumps: [],
    strides: new Map(),
    definitions: [],
    steps: 0,
    depth: 0,
    exhausted: false,
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
  session.diagnostics.push(diagnose(code, parameters, at, { ...details, related }));
}

function sitesOf(site: Site | undefined): Related[] {
  const related: Related[] = [];
  for (let place = site; place !== undefined && related.length < 3; place = place.outer)
    related.push({ ...place.location, message: place.note });
  return related;
}

/** Counts a statement, a block instance or a round against the limit; false when the elaboration must stop. */
export function step(session: Session, at: Location, site: Site | undefined): boolean {
  if (session.exhausted) return false;
  if (++session.steps <= session.limits.steps) return true;
  session.exhausted = true;
  report(session, 'limit/steps', { limit: session.limits.steps }, at, site);
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
