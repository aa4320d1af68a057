import type { Graph, Node, NodeId, Scope, ScopeId } from '../../../ir/graph.ts';

/** What stands in a scope. */
export type Content = Node | Scope;

export const isNode = (content: Content): content is Node => 'op' in content;
export const isScope = (content: Content): content is Scope => !isNode(content);

/** The graph's scopes with what is in them, and who reads what. */
export interface Contents {
  readonly graph: Graph;
  /** In the order of the source. Scopes in which nothing was made are left out, but for paths of branches. */
  readonly of: (scope: ScopeId) => readonly Content[];
  /** The first and the last of its nodes, which stand in a row; undefined where it has none. */
  readonly range: (scope: ScopeId) => Range | undefined;
  /** How many operators read a value; the network's output is read once more. */
  readonly readers: (value: NodeId) => number;
  /** The last node that reads it. */
  readonly lastReader: (value: NodeId) => NodeId;
}

export interface Range {
  readonly first: NodeId;
  readonly last: NodeId;
}

export function contentsOf(graph: Graph): Contents {
  const first: (NodeId | undefined)[] = graph.scopes.map(() => undefined);
  const last: NodeId[] = graph.scopes.map(() => -1);
  for (const { id, scope } of graph.nodes.slice(1)) {
    first[scope] ??= id;
    last[scope] = id;
  }
  for (const { id, parent } of graph.scopes.toReversed()) {
    const start = first[id];
    if (parent === undefined || start === undefined) continue;
    first[parent] = Math.min(first[parent] ?? start, start);
    last[parent] = Math.max(last[parent]!, last[id]!);
  }

  const contents: Content[][] = graph.scopes.map(() => []);
  for (const scope of graph.scopes)
    if (scope.parent !== undefined && (first[scope.id] !== undefined || scope.kind === 'path'))
      contents[scope.parent]!.push(scope);
  for (const node of graph.nodes.slice(1)) contents[node.scope]!.push(node);
  const place = (content: Content): number => (isNode(content) ? content.id : (first[content.id] ?? -1));
  // Paths stay in their own order: an empty one has no place among the nodes.
  for (const list of contents)
    if (!list.some((content) => !isNode(content) && content.kind === 'path'))
      list.sort((a, b) => place(a) - place(b));

  const readers: number[] = graph.nodes.map(() => 0);
  const lastReader: NodeId[] = graph.nodes.map(() => -1);
  for (const node of graph.nodes)
    for (const input of node.inputs) {
      readers[input]! += 1;
      lastReader[input] = node.id;
    }
  readers[graph.output]! += 1;
  lastReader[graph.output] = graph.nodes.length;

  return {
    graph,
    of: (scope) => contents[scope]!,
    range: (scope) => {
      const start = first[scope];
      return start === undefined ? undefined : { first: start, last: last[scope]! };
    },
    readers: (value) => readers[value]!,
    lastReader: (value) => lastReader[value]!,
  };
}

/** What the nodes of a range read from outside of it, each once, in order. */
export function inputsOf(graph: Graph, { first, last }: Range): readonly NodeId[] {
  const inputs = new Set<NodeId>();
  for (let id = first; id <= last; id += 1)
    for (const input of graph.nodes[id]!.inputs) if (input < first) inputs.add(input);
  return [...inputs];
}
