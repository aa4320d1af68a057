import type { Diagnostic, Location } from '../diagnostics/diagnostic.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { Entity, NetworkEntity } from '../linking/program.ts';
import type { Declaration } from '../parser/ast.ts';
import { originOf } from '../parser/known-declarations.ts';
import type { Lookups, Spent } from './session.ts';
import type { Unroll, Unrolled, UnrollRequest } from './unroll.ts';
import { unroll } from './unroll.ts';

interface KnownNetwork {
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
    if (documented && found.moves.every(({ isItself }) => isItself)) return before.unrolled;
    const diagnostics = before.unrolled.diagnostics.map((diagnostic) => moved(diagnostic, found.moves));
    const unrolled = whenAsked(diagnostics, () => unroll(network, { ...request, spent: start }));
    known.set(origin, { ...before, unrolled, network, lookups: found.lookups });
    return unrolled;
  };
}

function unrollAnew(network: NetworkEntity, request: UnrollRequest) {
  const { spent, recursive, limits } = request;
  const { operators, steps, values } = spent;
  const unrolled = unroll(network, request);
  const { lookups } = unrolled;
  const used = [network, ...[...lookups.values()].flatMap((names) => [...names.values()])];
  const isFinal = spent.exhausted || used.some((entity) => entity && recursive.has(entity.declaration));
  if (isFinal || !unrolled.diagnostics.every((diagnostic) => isInside(diagnostic, used)))
    return { unrolled, known: undefined };
  const taken = {
    operators: spent.operators - operators,
    steps: spent.steps - steps,
    values: spent.values - values,
  };
  const known: KnownNetwork = {
    ...{ unrolled, network, lookups, limits, spent: taken, observed: request.observe },
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

/** A declaration that stands so many characters further on. */
interface Move extends Location {
  readonly by: number;
  /** Whether it is the object that it was, by which its statements are known: what went and came back is another one in the same place. */
  readonly isItself: boolean;
}

/** The declarations that a network used, where they are now; undefined where one of them is another now. */
function findAgain(
  { network: old, lookups }: KnownNetwork,
  network: NetworkEntity,
  { modules, recursive }: UnrollRequest,
): { readonly moves: readonly Move[]; readonly lookups: Lookups } | undefined {
  const moves = [moveOf(old, network)];
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
      moves.push(moveOf(before, entity));
    }
    now.set(module, found);
  }
  return recursive.has(network.declaration) ? undefined : { moves, lookups: now };
}

/** Whether two entities are the same but for their places. */
function isSame(before: Entity, now: Entity): boolean {
  return (
    originOf(before.declaration) === originOf(now.declaration) &&
    before.module.file.name === now.module.file.name
  );
}

function moveOf({ declaration, module }: Entity, now: Entity): Move {
  const by = now.declaration.span.start - declaration.span.start;
  return { file: module.file.name, span: declaration.span, by, isItself: now.declaration === declaration };
}

function isInside(diagnostic: Diagnostic, entities: readonly (Entity | undefined)[]): boolean {
  return placesOf(diagnostic).every((place) =>
    entities.some(
      (entity) => entity && contains({ file: entity.module.file.name, span: entity.declaration.span }, place),
    ),
  );
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

/** What is already known of a network, and the rest as soon as it is asked for. */
function whenAsked(diagnostics: readonly Diagnostic[], make: () => Unrolled): Unrolled {
  let made: Unrolled | undefined;
  const rest = (): Unrolled => {
    made ??= make();
    return made;
  };
  return {
    diagnostics,
    get graph() {
      return rest().graph;
    },
    get observations() {
      return rest().observations;
    },
  };
}
