import { scopesBesideMainPath } from '../../ir/depth.ts';
import type { Graph, Node, Scope, ScopeId } from '../../ir/graph.ts';
import { operatorWords } from './operator-words.ts';

/** More lines than this are no longer read as one block. */
const longestUnit = 5;

export interface Units {
  /** Of a stem, a head or loose operators: with strides, and equal neighbours counted (`(3×3, 64) × 2`). */
  ofPart(nodes: readonly Node[]): readonly string[];
  ofBlock(nodes: readonly Node[]): readonly string[];
  ofCopies(
    scope: Scope,
    nodes: readonly Node[],
  ): { readonly block: string | null; readonly repeats: number; readonly unit: readonly string[] };
}

/** Writes rows of the table down in the paper's words. */
export function makeUnits(graph: Graph): Units {
  const beside = scopesBesideMainPath(graph);
  const parallel = new Set(graph.scopes.filter(({ kind }) => kind === 'branches').map(({ id }) => id));
  for (const { id, parent } of graph.scopes)
    if (parent !== undefined && parallel.has(parent)) parallel.add(id);

  const children = new Map<ScopeId, Scope[]>();
  for (const scope of graph.scopes) {
    const siblings = children.get(scope.parent ?? scope.id);
    if (siblings) siblings.push(scope);
    else children.set(scope.parent ?? scope.id, [scope]);
  }

  /** The block that a copy is, or that it consists of. */
  const blockOf = (id: ScopeId): string | null => {
    const copy = graph.scopes[id]!;
    const inside = children.get(id) ?? [];
    if (copy.kind === 'block') return copy.name;
    return inside.length === 1 && inside[0]!.kind === 'block' ? inside[0]!.name : null;
  };

  const lines = (nodes: readonly Node[], stride: 'with stride' | 'without'): readonly string[] =>
    nodes.flatMap((node) =>
      beside.has(node.scope) ? [] : (operatorWords(node, graph.nodes[node.inputs[0]!]!.output, stride) ?? []),
    );

  const ofBlock = (nodes: readonly Node[]): readonly string[] => {
    const unit = lines(nodes, 'without');
    const branches = nodes.some((node) => parallel.has(node.scope) && !beside.has(node.scope));
    return branches || unit.length > longestUnit ? [] : unit;
  };

  return {
    ofPart: (nodes) => {
      const said = countEqualNeighbours(lines(nodes, 'with stride'));
      return said.length > 0
        ? said
        : countEqualNeighbours(nodes.map((node) => node.op)).slice(0, longestUnit);
    },
    ofBlock,
    ofCopies: (scope, nodes) => {
      const copies = [...nodesByChild(graph.scopes, scope.id, nodes).entries()];
      const units = copies.map(([, copy]) => ofBlock(copy));
      const first = units[0] ?? [];
      const alike = units.every((unit) => unit.join('\n') === first.join('\n'));
      return {
        block: blockOf(copies[0]?.[0] ?? scope.id),
        repeats: scope.count ?? copies.length,
        unit: alike ? first : [],
      };
    },
  };
}

/** Nodes by the child of `ancestor` that they stand in. */
function nodesByChild(
  scopes: readonly Scope[],
  ancestor: ScopeId,
  nodes: readonly Node[],
): ReadonlyMap<ScopeId, readonly Node[]> {
  const groups = new Map<ScopeId, Node[]>();
  const childOf = new Map<ScopeId, ScopeId>();
  const visit = (scope: ScopeId): ScopeId => {
    const chain: ScopeId[] = [];
    let at = scope;
    while (!childOf.has(at) && scopes[at]!.parent !== ancestor && scopes[at]!.parent !== undefined) {
      chain.push(at);
      at = scopes[at]!.parent!;
    }
    const child = childOf.get(at) ?? at;
    for (const id of [...chain, at]) childOf.set(id, child);
    return child;
  };
  for (const node of nodes) {
    const child = visit(node.scope);
    const group = groups.get(child);
    if (group) group.push(node);
    else groups.set(child, [node]);
  }
  return groups;
}

function countEqualNeighbours(lines: readonly string[]): readonly string[] {
  const counted: { readonly line: string; count: number }[] = [];
  for (const line of lines) {
    const last = counted.at(-1);
    if (last?.line === line) last.count += 1;
    else counted.push({ line, count: 1 });
  }
  return counted.map(({ line, count }) => (count === 1 ? line : `(${line}) × ${count}`));
}
