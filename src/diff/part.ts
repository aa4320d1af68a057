import type { Graph, Node, Scope, ScopeKind } from '../ir/graph.ts';

/**
 * A network as a tree whose siblings can be aligned: operators, and the scopes that hold them. What only names or groups statements
 * (`stem { … }`, `label: { … }`, `residual { … }`) is no part: its statements belong to what stands around it, so that a pair of braces
 * more is no other network.
 */
export interface Part {
  readonly kind: PartKind;
  /** The whole structural path. */
  readonly path: string;
  /** The path below the parent part; empty where it adds none. */
  readonly name: string;
  /** A person chose the name: it is no position of an operator, and no number of a copy. */
  readonly labelled: boolean;
  /** A copy of a stage or repeat: its name is its number. */
  readonly copy: boolean;
  /** The operator, the block, the form of a shortcut; the construct's keyword otherwise. */
  readonly word: string;
  readonly node: Node | undefined;
  readonly scope: Scope;
  readonly parts: readonly Part[];
  /** The same number where the same stands inside, labels and all. Its own name, shapes and wires do not count. */
  readonly content: number;
  /** Operators in it. */
  readonly size: number;
}

export type PartKind =
  | 'operator'
  | Extract<
      ScopeKind,
      'network' | 'stage' | 'repeat' | 'copy' | 'block' | 'shortcut' | 'gate' | 'branches' | 'path'
    >;

/** How a residual's input reaches its addition; no shortcut is no part. */
export type ShortcutForm = 'identity' | 'projection' | 'zero_pad' | 'path';

/** Numbers for texts, the same for the same text. Both networks of a comparison share one. */
export type Numbering = (text: string) => number;

export function newNumbering(): Numbering {
  const numbers = new Map<string, number>();
  return (text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
}

type Item = { readonly node: Node } | { readonly scope: Scope };

/** The tree of a network; its input is no part. */
export function partsOf(graph: Graph, number: Numbering): Part {
  const items = itemsByScope(graph);
  const build = (scope: Scope, parentPath: string, parent: PartKind): Part => {
    const kind = scope.kind as PartKind;
    const parts = inside(scope, scope.path, kind);
    const word = kind === 'shortcut' ? formOf(parts) : kind === 'block' ? scope.name : kind;
    const copy = kind === 'copy' || (kind === 'block' && scope.index !== undefined && isRepeating(parent));
    const content = number(
      [kind, word, ...parts.map(({ name, content }) => `${name}\0${content}`)].join('\n'),
    );
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    const name = below(parentPath, scope.path);
    const labelled = scope.labelled && !copy && name !== '';
    return {
      kind,
      path: scope.path,
      name,
      labelled,
      copy,
      word,
      node: undefined,
      scope,
      parts,
      content,
      size,
    };
  };
  const operator = (node: Node, scope: Scope, parentPath: string): Part => ({
    kind: 'operator',
    path: node.path,
    name: below(parentPath, node.path),
    labelled: node.labelled,
    copy: false,
    word: node.op,
    node,
    scope,
    parts: [],
    content: number(`${node.op} ${JSON.stringify(node.attributes)}`),
    size: 1,
  });
  const inside = (scope: Scope, parentPath: string, parent: PartKind): readonly Part[] =>
    (items[scope.id] ?? []).flatMap((item): readonly Part[] => {
      if ('node' in item) return [operator(item.node, scope, parentPath)];
      const { kind } = item.scope;
      if (kind === 'part' || kind === 'group') return inside(item.scope, parentPath, parent);
      if (kind === 'residual')
        return withShortcut(item.scope, inside(item.scope, parentPath, parent), number);
      return [build(item.scope, parentPath, parent)];
    });
  return build(graph.scopes[0]!, '', 'network');
}

const isRepeating = (kind: PartKind): boolean => kind === 'stage' || kind === 'repeat';

/** What a scope holds, in the order of the source: it stands where its first operator does. */
function itemsByScope(graph: Graph): readonly (readonly Item[] | undefined)[] {
  const items: Item[][] = [];
  const placed = new Set<number>([0]);
  const place = (item: Item, at: number): void => {
    items[at] ??= [];
    items[at]!.push(item);
  };
  for (const node of graph.nodes.slice(1)) {
    const around: Scope[] = [];
    for (let id = node.scope; !placed.has(id); id = graph.scopes[id]!.parent!) {
      placed.add(id);
      around.push(graph.scopes[id]!);
    }
    for (const scope of around.reverse()) place({ scope }, scope.parent!);
    place({ node }, node.scope);
  }
  return items;
}

/** An identity adds nothing to the graph, but is one form of a shortcut beside the others. */
function withShortcut(scope: Scope, parts: readonly Part[], number: Numbering): readonly Part[] {
  const sum = parts.at(-1);
  if (
    sum?.word !== 'add' ||
    sum.scope !== scope ||
    parts.some((part) => part.kind === 'shortcut' && part.scope.parent === scope.id)
  )
    return parts;
  const identity: Part = {
    ...{ kind: 'shortcut', path: scope.path, name: '', labelled: false, copy: false, word: 'identity' },
    ...{ node: undefined, scope, parts: [], content: number('shortcut identity'), size: 0 },
  };
  return [...parts.slice(0, -1), identity, sum];
}

function formOf(parts: readonly Part[]): ShortcutForm {
  const words = parts.map(({ word }) => word);
  if (words.every((word) => word === 'maxpool' || word === 'zero_pad')) return 'zero_pad';
  const convolutions = words.filter((word) => word === 'conv').length;
  return convolutions === 1 && words.every((word) => word !== 'relu') ? 'projection' : 'path';
}

/** `0.conv1` of `layer1.0.conv1` below `layer1`. */
function below(parent: string, path: string): string {
  if (parent === '') return path;
  return path === parent ? '' : path.startsWith(`${parent}.`) ? path.slice(parent.length + 1) : path;
}
