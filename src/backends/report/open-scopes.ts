import type { Scope, ScopeId, ScopeKind } from '../../ir/graph.ts';

/** Scopes that a stage can stand in and still be a stage of the network, not a detail of a block. */
const transparent: Readonly<Record<ScopeKind, boolean>> = {
  network: true,
  part: true,
  group: true,
  repeat: true,
  copy: true,
  block: true,
  stage: false,
  residual: false,
  shortcut: false,
  gate: false,
  branches: false,
  path: false,
};

/**
 * The scopes that are no row of the table because their items are: the network, whatever holds a stage or a repeat, and a
 * labelled group of blocks.
 */
export function openScopes(scopes: readonly Scope[]): ReadonlySet<ScopeId> {
  const holdsStages = new Set<ScopeId>();
  const holdsBlocks = new Set<ScopeId>();
  for (const { id, kind, parent } of scopes.toReversed()) {
    if (parent === undefined) continue;
    if (kind === 'block') holdsBlocks.add(parent);
    // A repeat is itself a stage to what stands around it; to a repeat, only what its copies hold counts.
    if (kind === 'stage' || kind === 'repeat' || (transparent[kind] && holdsStages.has(id)))
      holdsStages.add(parent);
  }
  const opens = ({ id, kind }: Scope): boolean =>
    kind === 'network' ||
    (transparent[kind] && (holdsStages.has(id) || (kind === 'group' && holdsBlocks.has(id))));
  return new Set(scopes.filter(opens).map(({ id }) => id));
}
