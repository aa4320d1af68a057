import type { LinkedModule } from '../linking/program.ts';
import type { Declaration } from '../parser/ast.ts';
import type { Defaults } from './bind-arguments.ts';
import type { ScopeId } from './graph.ts';
import type { Flow, Session, Site } from './session.ts';
import type { Value } from './value.ts';

/** One network or block instance being unrolled. */
export interface Frame {
  readonly session: Session;
  readonly module: LinkedModule;
  readonly declaration: Declaration;
  /** The call or stage line that made it. */
  readonly site: Site | undefined;
  /** The values that labels name, in this block only. */
  readonly labels: Map<string, Flow>;
  /** The declarations that are being unrolled, to refuse recursion. */
  readonly outer: Frame | undefined;
}

/** Where in a frame a statement stands. Copied, never changed, on the way into braces. */
export interface Place {
  readonly frame: Frame;
  /** Labels from the network down, with a trailing point: `layer1.0.`. */
  readonly prefix: string;
  readonly scope: ScopeId;
  readonly variables: Variables;
  /** What `join.…` reads inside a projection. */
  readonly join: JoinTarget | undefined;
}

/** Names to values; `undefined` values are names whose expression was wrong. Inner scopes see outer ones. */
export interface Variables {
  readonly own: Map<string, Value | undefined>;
  readonly outer: Variables | undefined;
  /** What `defaults` statements set so far. */
  defaults: Defaults;
}

export interface JoinTarget {
  readonly channels: Value;
  readonly height: Value;
  readonly width: Value;
  readonly stride: Value;
}
