import type { Diagnostic, Location } from '../diagnostics/diagnostic.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { Entity, NetworkEntity } from '../linking/program.ts';
import { everyStatement, statementsIn } from '../linking/statements.ts';
import type { Declaration, Statement } from '../parser/ast.ts';
import { originOf } from '../parser/known-declarations.ts';
import type { Observations } from './observations.ts';
import type { Lookups, Spent } from './session.ts';
import type { Unroll, Unrolled, UnrollRequest } from './unroll.ts';
import { unroll } from './unroll.ts';

interface KnownNetwork {
  /** What was found when it was unrolled, and the declarations that it used, where they were then. */
  readonly first: Omit<Unrolled, 'graph'>;
  readonly firstPlaces: readonly Place[];
  /** As it was last seen. */
  readonly unrolled: Unrolled;
  readonly network: NetworkEntity;
  readonly lookups: Lookups;
  readonly limits: Limits;
  readonly observed: boolean;
  /** What it took of the limits. */
  readonly spent: Readonly<Omit<Spent, 'exhausted'>>;
}

/**
 * Unrolls networks as `unroll` does, but again only those that changed, or that use a declaration that did. Where only places changed,
 * the graph is made when somebody asks for it.
 */
export function rememberingUnroll(): Unroll {
  const known = new WeakMap<Declaration, KnownNetwork>();
  return (network, request) => {
    // As `--set` and `--input-shape` would have it, which no editor does.
    if (request.values.size > 0 || request.inputShape !== undefined) return unroll(network, request);
    const origin = originOf(network.declaration);
    const before = known.get(origin);
    const found = before && isUsable(before, request) ? findAgain(before, network, request) : undefined;
    if (before === undefined || found === undefined) {
      const result = unrollAnew(network, request);
      if (result.known !== undefined) known.set(origin, result.known);
      return result.unrolled;
    }
    const { spent } = request;
    const start = { ...spent };
    spent.operators += before.spent.operators;
    spent.steps += before.spent.steps;
    spent.values += before.spent.values;
    const documented = documentation(network) === documentation(before.network);
    if (documented && found.areSame) return before.unrolled;
    const moves = movesOf(before.firstPlaces, found.used);
    const unrolled = movedNetwork(before.first, moves, later(network, { ...request, spent: start }));
    known.set(origin, { ...before, unrolled, network, lookups: found.lookups });
    return unrolled;
  };
}

/** Not written where it is used: it is kept, and with it would be `before`, and so the network of every text that was typed. */
function later(network: NetworkEntity, request: UnrollRequest): () => Unrolled {
  return () => unroll(network, request);
}

function unrollAnew(network: NetworkEntity, request: UnrollRequest) {
  const { spent, recursive, limits } = request;
  const { operators, steps, values } = spent;
  const unrolled = unroll(network, request);
  const { diagnostics, observations, lookups } = unrolled;
  const used = [network, ...[...lookups.values()].flatMap((names) => [...names.values()])];
  const places = used.flatMap((entity) => (entity === undefined ? [] : placeOf(entity)));
  const isFinal = spent.exhausted || places.some(({ declaration }) => recursive.has(declaration));
  if (isFinal || !diagnostics.every((diagnostic) => isInside(diagnostic, places)))
    return { unrolled, known: undefined };
  const taken = {
    operators: spent.operators - operators,
    steps: spent.steps - steps,
    values: spent.values - values,
  };
  const known: KnownNetwork = {
    ...{ first: { diagnostics, observations }, firstPlaces: places, unrolled, network, lookups },
    ...{ limits, spent: taken, observed: request.observe },
  };
  return { unrolled, known };
}

/** Whether it would be unrolled to its end, and to the same one, with what is left of the limits. */
function isUsable(known: KnownNetwork, { limits, spent, observe }: UnrollRequest): boolean {
  return (
    (known.observed || !observe) &&
    (Object.keys(limits) as (keyof Limits)[]).every((name) => limits[name] === known.limits[name]) &&
    !spent.exhausted &&
    spent.operators + known.spent.operators <= limits.operators &&
    spent.steps + known.spent.steps <= limits.steps &&
    spent.values + known.spent.values <= limits.values
  );
}

/** What a graph says of the file around it. */
function documentation({ module }: NetworkEntity): string | undefined {
  return module.module.documentation;
}

/** A declaration, and where it stands. */
interface Place extends Location {
  readonly declaration: Declaration;
}

/** A place, and the same declaration so many characters further on. */
interface Move extends Place {
  readonly by: number;
  readonly now: Declaration;
}

interface Found {
  /** In the order of the places that are known. */
  readonly used: readonly Entity[];
  /** Whether each is the object that it was, by which its statements are known: what went and came back is another one in the same place. */
  readonly areSame: boolean;
  readonly lookups: Lookups;
}

/** The declarations that a network used, where they are now; undefined where one of them is another now. */
function findAgain(
  { network: old, lookups }: KnownNetwork,
  network: NetworkEntity,
  { modules, recursive }: UnrollRequest,
): Found | undefined {
  const used: Entity[] = [network];
  let areSame = old.declaration === network.declaration;
  const now: Lookups = new Map();
  for (const [{ file }, names] of lookups) {
    const module = modules.get(file.name);
    if (module === undefined) return undefined;
    const found = new Map<string, Entity | undefined>();
    for (const [name, before] of names) {
      const entity = module.names.get(name);
      found.set(name, entity);
      if (entity === undefined && before === undefined) continue;
      if (entity === undefined || before === undefined || !isSame(before, entity)) return undefined;
      if (recursive.has(entity.declaration)) return undefined;
      used.push(entity);
      areSame &&= before.declaration === entity.declaration;
    }
    now.set(module, found);
  }
  return recursive.has(network.declaration) ? undefined : { used, areSame, lookups: now };
}

/** Whether two entities are the same but for their places. */
function isSame(before: Entity, now: Entity): boolean {
  return (
    originOf(before.declaration) === originOf(now.declaration) &&
    before.module.file.name === now.module.file.name
  );
}

function placeOf({ declaration, module }: Entity): Place {
  return { declaration, file: module.file.name, span: declaration.span };
}

function movesOf(places: readonly Place[], used: readonly Entity[]): readonly Move[] {
  return places.map((place, index) => {
    const now = used[index]!.declaration;
    return { ...place, now, by: now.span.start - place.span.start };
  });
}

function isInside(diagnostic: Diagnostic, wholes: readonly Place[]): boolean {
  return placesOf(diagnostic).every((place) => wholes.some((whole) => contains(whole, place)));
}

function placesOf(diagnostic: Diagnostic): readonly Location[] {
  return [diagnostic, ...diagnostic.related, ...diagnostic.fixes.flatMap(({ edits }) => edits)];
}

function contains(whole: Location, { file, span }: Location): boolean {
  return whole.file === file && whole.span.start <= span.start && span.end <= whole.span.end;
}

/** A diagnostic, all of whose places are inside of declarations, where they are now. */
function moved(diagnostic: Diagnostic, moves: readonly Move[]): Diagnostic {
  const move = <P extends Location>(place: P): P => {
    const { by } = moves.find((declaration) => contains(declaration, place))!;
    return { ...place, span: { start: place.span.start + by, end: place.span.end + by } };
  };
  return {
    ...move(diagnostic),
    related: diagnostic.related.map(move),
    fixes: diagnostic.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(move) })),
  };
}

/** A network whose declarations moved: what is known of it, and the rest as soon as it is asked for. */
function movedNetwork(first: KnownNetwork['first'], moves: readonly Move[], again: () => Unrolled): Unrolled {
  let made: Unrolled | undefined;
  let observations: Observations | undefined;
  return {
    diagnostics: first.diagnostics.map((diagnostic) => moved(diagnostic, moves)),
    get graph() {
      made ??= again();
      return made.graph;
    },
    get observations() {
      observations ??= first.observations && movedObservations(first.observations, moves);
      return observations;
    },
  };
}

/** The same, of the declarations and statements as they are now. */
function movedObservations(observations: Observations, moves: readonly Move[]): Observations {
  const declarations = new Map<Declaration, Declaration>();
  const statements = new Map<Statement, Statement>();
  for (const { declaration, now } of moves) {
    declarations.set(declaration, now);
    const others = everyStatement(statementsIn(now));
    for (const statement of everyStatement(statementsIn(declaration)))
      statements.set(statement, others.next().value!);
  }
  return {
    ...observations,
    statements: withKeys(observations.statements, statements),
    instances: withKeys(observations.instances, declarations),
  };
}

function withKeys<K, V>(map: ReadonlyMap<K, V>, now: ReadonlyMap<K, K>): ReadonlyMap<K, V> {
  return new Map([...map].map(([key, value]) => [now.get(key)!, value]));
}
