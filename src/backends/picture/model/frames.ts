import type { Scope, ScopeId, ScopeKind } from '../../../ir/graph.ts';
import { type Content, type Contents, isNode, isScope } from './contents.ts';
import { isSmall } from './operator-words.ts';

/** How a scope of the network itself is drawn: in a frame with its name, as what is in it, or as an item. */
export type Drawn = 'framed' | 'opened' | 'item';

/** Scopes that are nothing but their contents, unless they get a frame. */
const holders: Readonly<Record<ScopeKind, boolean>> = {
  network: true,
  part: true,
  group: true,
  block: true,
  copy: true,
  repeat: false,
  stage: false,
  residual: false,
  shortcut: false,
  gate: false,
  branches: false,
  path: false,
};

export const isHolder = ({ kind }: Scope): boolean => holders[kind];

/**
 * Stages and parts get frames, and so do blocks and groups that stand beside them. What holds stages is opened, so that frames do not
 * stand in frames; so is a group of blocks or repeats, and what is a single row needs no frame.
 */
export function drawnAs(contents: Contents): (scope: Scope) => Drawn {
  const { scopes, nodes } = contents.graph;
  const holdsStages = new Set<ScopeId>();
  const holdsUnits = new Set<ScopeId>();
  const rows = scopes.map(() => 0);
  for (const { scope, op } of nodes) if (!isSmall(op)) rows[scope]! += 1;
  for (const scope of scopes.toReversed()) {
    const { id, kind, parent } = scope;
    if (parent === undefined) continue;
    rows[parent]! += rows[id]!;
    if (!isHolder(scope) && kind !== 'stage' && kind !== 'repeat') rows[parent]! += 2;
    if (kind === 'stage' || holdsStages.has(id)) holdsStages.add(parent);
    if (kind === 'repeat' || (kind === 'block' && rows[id]! > 1)) holdsUnits.add(parent);
  }
  const copiesAreRows = (scope: Scope): boolean =>
    contents.of(scope.id).every((copy) => isNode(copy) || rows[copy.id]! <= 1);

  return (scope) => {
    const { id, kind } = scope;
    switch (kind) {
      case 'network':
        return 'opened';
      case 'stage':
        return 'framed';
      case 'repeat':
        return holdsStages.has(id) ? 'opened' : copiesAreRows(scope) ? 'item' : 'framed';
      case 'part':
        return holdsStages.has(id) ? 'opened' : 'framed';
      case 'group':
        return holdsStages.has(id) || holdsUnits.has(id) || rows[id]! <= 1 ? 'opened' : 'framed';
      case 'block':
        return holdsStages.has(id) || rows[id]! <= 1 ? 'opened' : 'framed';
      case 'copy':
        return 'opened';
      case 'residual':
      case 'shortcut':
      case 'gate':
      case 'branches':
      case 'path':
        return 'item';
    }
  };
}

/** `layer1`; `features.2–3` of a stage whose label is whole names; `stem`. */
export function titleOf(scope: Scope, contents: Contents): string {
  const { scopes } = contents.graph;
  const parent = scope.parent === undefined ? undefined : scopes[scope.parent];
  if (scope.path !== parent?.path && scope.path !== '') return scope.path;
  if (scope.kind !== 'stage' && scope.kind !== 'repeat') return scope.name;
  const copies = contents.of(scope.id).filter(isScope);
  const paths = copies.map(({ path }) => path);
  const alone = parent !== undefined && contents.of(parent.id).length === 1;
  if ((alone && scope.path !== '') || paths[0] === scope.path) return scope.path || scope.name;
  const last = paths.at(-1)!.split('.').at(-1)!;
  return paths.length > 1 ? `${paths[0]} – ${last}` : paths[0]!;
}

/** `3 × bottleneck`; empty where the title says enough. */
export function wordsOf(scope: Scope, contents: Contents): string {
  if (scope.kind === 'block') return scope.name;
  if (scope.kind !== 'stage' && scope.kind !== 'repeat') return '';
  const copies = contents.of(scope.id).filter(isScope);
  // One round of a repeat may be nothing but a block.
  const blocks = copies.map((copy) => {
    const [only, another]: readonly Content[] = copy.kind === 'copy' ? contents.of(copy.id) : [copy];
    return another === undefined && only !== undefined && isBlock(only) ? only.name : '';
  });
  const name = blocks.every((block) => block === blocks[0]) ? blocks[0] : '';
  return `${copies.length} × ${name}`.trimEnd();
}

function isBlock(content: Content): content is Scope {
  return !isNode(content) && content.kind === 'block';
}
