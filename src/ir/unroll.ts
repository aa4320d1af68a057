import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import type { LinkedModule, NetworkEntity } from '../linking/program.ts';
import type { Declaration } from '../parser/ast.ts';
import { checkGraph } from './checks/check-graph.ts';
import { elaborate } from './elaborate.ts';
import type { Graph } from './graph.ts';
import type { Observations } from './observations.ts';
import { Observer } from './observations.ts';
import type { Lookups, Spent } from './session.ts';
import type { Shape } from './shape.ts';
import type { Value } from './value.ts';

export interface UnrollRequest {
  /** All files, by their names, and what is in them. */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly modules: ReadonlyMap<string, LinkedModule>;
  readonly limits: Limits;
  /** Values for the network's parameters. */
  readonly values: ReadonlyMap<string, Value>;
  /** Replaces the network's `input`. */
  readonly inputShape: Shape | undefined;
  /** Declarations that contain themselves. */
  readonly recursive: ReadonlySet<Declaration>;
  /** What the networks before it took of the limits; this one adds to it. */
  readonly spent: Spent;
  /** Whether each statement's effect is kept. */
  readonly observe: boolean;
}

/** What is known of one network once it is unrolled. */
export interface Unrolled {
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined where it has errors. */
  readonly graph: Graph | undefined;
  /** What its statements did, as far as it has no error; undefined unless asked for. */
  readonly observations: Observations | undefined;
}

/** How networks are unrolled: `unroll`, or what remembers its answers. */
export type Unroll = (network: NetworkEntity, request: UnrollRequest) => Unrolled;

/** Unrolls a network, and checks the graph that it is. */
export function unroll(
  network: NetworkEntity,
  { files, limits, values, inputShape, recursive, spent, observe }: UnrollRequest,
): Unrolled & { readonly lookups: Lookups } {
  const observer = observe ? new Observer() : undefined;
  const result = elaborate(network, {
    ...{ limits, values, recursive, spent },
    ...(observer === undefined ? {} : { observer }),
    ...(inputShape === undefined ? {} : { inputShape }),
  });
  const { value: graph, lookups } = result;
  const diagnostics = [...result.diagnostics, ...(graph === undefined ? [] : checkGraph({ graph, files }))];
  return { diagnostics, graph, observations: observer, lookups };
}
