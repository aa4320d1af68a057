/**
 * The rows of the paper's Table 1: one for each top-level item of the network's body. A part (`stem`), a stage, a repeat or
 * a block is a row; what only holds stages (`features: { … }`) is opened and its items are rows; loose operators
 * between them form rows that end at a pool, as in VGG's table.
 */
import type { Graph, Node, Scope, ScopeId } from '../../ir/graph.ts';
import { operatorOf } from '../../ir/operators.ts';
import { openScopes } from './open-scopes.ts';
import { makeUnits } from './unit.ts';

export interface Row {
  readonly name: string;
  readonly block: string | null;
  readonly repeats: number;
  readonly unit: readonly string[];
  /** Never empty. */
  readonly nodes: readonly Node[];
}

interface Run {
  readonly scope: Scope;
  /** Operators that stand in an opened scope themselves. */
  readonly loose: boolean;
  readonly nodes: Node[];
}

export function rowsOf(graph: Graph): readonly Row[] {
  const units = makeUnits(graph);
  return runsOf(graph).flatMap((run): readonly Row[] => {
    const { scope, nodes } = run;
    if (run.loose || scope.kind === 'group') {
      const pieces = cutBehindPools(graph, nodes);
      return pieces.map((piece) => ({
        name: pieces.length === 1 && !run.loose ? scope.path : looseName(piece),
        block: null,
        repeats: 1,
        unit: units.ofPart(piece),
        nodes: piece,
      }));
    }
    const name = scope.kind === 'part' ? scope.name : scope.path || scope.name;
    if (scope.kind === 'stage' || scope.kind === 'repeat') {
      const { block, repeats, unit } = units.ofCopies(scope, nodes);
      return [{ name, block, repeats, unit, nodes }];
    }
    if (scope.kind === 'part') return [{ name, block: null, repeats: 1, unit: units.ofPart(nodes), nodes }];
    return [{ name, block: scope.name, repeats: 1, unit: units.ofBlock(nodes), nodes }];
  });
}

/** Nodes by the row they belong to, in the order of the source. */
function runsOf(graph: Graph): readonly Run[] {
  const open = openScopes(graph.scopes);
  const rowOf: ScopeId[] = [];
  for (const { id, parent } of graph.scopes) {
    const above = parent === undefined ? undefined : rowOf[parent]!;
    rowOf.push(above === undefined || open.has(above) ? id : above);
  }
  const runs: Run[] = [];
  const byScope = new Map<ScopeId, Run>();
  for (const node of graph.nodes.slice(1)) {
    const id = rowOf[node.scope]!;
    const loose = open.has(id);
    const last = runs.at(-1);
    const run = loose ? (last?.loose && last.scope.id === id ? last : undefined) : byScope.get(id);
    if (run) run.nodes.push(node);
    else {
      const begun: Run = { scope: graph.scopes[id]!, loose, nodes: [node] };
      runs.push(begun);
      if (!loose) byScope.set(id, begun);
    }
  }
  return runs;
}

/** A pool that makes the map smaller ends a row if layers with weights stand on both sides of it. */
function cutBehindPools(graph: Graph, nodes: readonly Node[]): readonly (readonly Node[])[] {
  const weighted = (node: Node): boolean => operatorOf(node.op).macs !== undefined;
  const pools = (node: Node): boolean => {
    const { window, macs } = operatorOf(node.op);
    return (
      window !== undefined && macs === undefined && node.output[1] < graph.nodes[node.inputs[0]!]!.output[1]
    );
  };
  const last = nodes.findLastIndex(weighted);
  const pieces: Node[][] = [[]];
  nodes.forEach((node, index) => {
    const piece = pieces.at(-1)!;
    piece.push(node);
    if (index < last && pools(node) && piece.some(weighted)) pieces.push([]);
  });
  return pieces;
}

/** After the first operator that owns tensors, since its path is one that people know. */
function looseName(nodes: readonly Node[]): string {
  return (nodes.find((node) => node.tensors.length > 0) ?? nodes[0]!).path;
}
