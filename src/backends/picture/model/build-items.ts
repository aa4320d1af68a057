import type { Cost } from '../../../ir/cost.ts';
import type { Node, NodeId, Scope, ScopeId } from '../../../ir/graph.ts';
import type { JoinKind } from '../../../ir/outline.ts';
import { type Content, type Contents, inputsOf, isNode, isScope, type Range } from './contents.ts';
import { foldCopies } from './drawn-alike.ts';
import { type Drawn, drawnAs, isHolder, titleOf, wordsOf } from './frames.ts';
import { say } from './operator-words.ts';
import type { Copies, Item, Join, Residual, Row, Sequence, ShortcutKind } from './picture.ts';
import { itemOf, sequenceOf } from './sequence.ts';

/** Items that take the norms and activations behind them. */
type WithAfter = Extract<Item, { after: readonly string[] }>;

const joins: ReadonlySet<string> = new Set<JoinKind>(['add', 'multiply', 'concat']);

/** Makes items of what stands in a network's scopes. */
export class ItemBuilder {
  private readonly contents: Contents;
  private readonly cost: Cost;
  private readonly unfold: boolean;
  private readonly drawn: (scope: Scope) => Drawn;

  constructor(contents: Contents, cost: Cost, unfold: boolean) {
    this.contents = contents;
    this.cost = cost;
    this.unfold = unfold;
    this.drawn = drawnAs(contents);
  }

  network(): Sequence {
    const { output } = this.contents.graph;
    const items: Item[] = [];
    for (const content of this.open(0)) {
      const flow = items.at(-1)?.exit ?? 0;
      if (!isNode(content) && this.drawn(content) === 'framed') items.push(this.frame(content, flow));
      else this.append(items, content, flow);
    }
    return sequenceOf(items, 0, output);
  }

  /** What is drawn of a scope of the network itself: frames, and what stands between them. */
  private open(scope: ScopeId): readonly Content[] {
    return this.contents
      .of(scope)
      .flatMap((content) =>
        isNode(content) || this.drawn(content) !== 'opened' ? [content] : this.open(content.id),
      );
  }

  /** The same below: blocks and groups are their contents. */
  private inside(scope: ScopeId): readonly Content[] {
    return this.contents
      .of(scope)
      .flatMap((content) => (isNode(content) || !isHolder(content) ? [content] : this.inside(content.id)));
  }

  private sequence(contents: readonly Content[], entry: NodeId, exit?: NodeId): Sequence {
    const items: Item[] = [];
    for (const content of contents) this.append(items, content, items.at(-1)?.exit ?? entry);
    return sequenceOf(items, entry, exit);
  }

  private append(items: Item[], content: Content, flow: NodeId): void {
    if (isNode(content)) this.appendNode(items, content, flow);
    else this.appendScope(items, content, flow);
  }

  private appendNode(items: Item[], node: Node, flow: NodeId): void {
    const entry = node.inputs.includes(flow) ? flow : node.inputs[0]!;
    const common = { ...this.range({ first: node.id, last: node.id }, entry, node.id), name: node.path };
    if (joins.has(node.op)) {
      const values = node.inputs.toSpliced(node.inputs.indexOf(entry), 1);
      const join: Join = { kind: 'join', ...common, join: node.op as JoinKind, values, after: [] };
      items.push(join);
      return;
    }
    const { role, words } = say(node, this.contents.graph.nodes[node.inputs[0]!]!.output);
    const last = items.at(-1);
    const row: Row = { kind: 'row', ...common, role, words, after: [] };
    const attached = role === 'small' && last && takesAfter(last) && this.continues(last, node);
    if (!attached) items.push(row);
    else items[items.length - 1] = { ...last, after: [...last.after, words], last: node.id, exit: node.id };
  }

  /** Whether a node only goes on with what an item made, which nobody else reads. */
  private continues(last: Item, node: Node): boolean {
    return last.exit === node.inputs[0] && last.exit === last.last && this.contents.readers(last.exit) === 1;
  }

  private appendScope(items: Item[], scope: Scope, flow: NodeId): void {
    const range = this.contents.range(scope.id);
    if (range === undefined) return;
    switch (scope.kind) {
      case 'stage':
      case 'repeat':
        this.appendCopies(items, scope, flow);
        return;
      case 'residual':
        this.appendResidual(items, scope, range, flow);
        return;
      case 'gate':
        this.appendGate(items, scope, range, flow);
        return;
      case 'branches':
        this.appendBranches(items, scope, range, flow);
        return;
      case 'network':
      case 'part':
      case 'group':
      case 'copy':
      case 'block':
      case 'shortcut':
      case 'path':
        for (const content of this.inside(scope.id)) this.append(items, content, items.at(-1)?.exit ?? flow);
        return;
    }
  }

  private frame(scope: Scope, flow: NodeId): Item {
    const range = this.contents.range(scope.id)!;
    const copies = scope.kind === 'stage' || scope.kind === 'repeat';
    const entry = this.entryOf(range, flow);
    const items: Item[] = [];
    if (copies) this.appendCopies(items, scope, entry);
    const body = copies ? sequenceOf(items, entry) : this.sequence(this.inside(scope.id), entry);
    const nodes = this.cost.nodes.slice(range.first, range.last + 1);
    return {
      kind: 'frame',
      ...this.range(range, entry, body.exit),
      name: scope.path,
      scope: scope.id,
      title: titleOf(scope, this.contents),
      words: wordsOf(scope, this.contents),
      parameters: nodes.reduce((sum, { trainable }) => sum + trainable, 0),
      macs: nodes.reduce((sum, { macs }) => sum + macs, 0),
      body,
    };
  }

  /** Copies of a single row are rows: `repeat i in 2 { conv{i}: conv 3x3, 64 }` is written to spare lines, not to say more. */
  private appendCopies(items: Item[], scope: Scope, flow: NodeId): void {
    const copies: Copies[] = [];
    for (const content of this.contents.of(scope.id)) {
      if (isNode(content)) continue;
      const range = this.contents.range(content.id)!;
      const entry = this.entryOf(range, copies.at(-1)?.exit ?? flow);
      const body = this.sequence(this.inside(content.id), entry);
      const name = content.path;
      copies.push({
        kind: 'copies',
        ...this.range(range, entry, body.exit),
        name,
        lastName: name,
        count: 1,
        body,
      });
    }
    const rows = copies.every(({ body }) => body.items.length === 1 && body.items[0]!.kind === 'row');
    if (rows && scope.kind === 'repeat') items.push(...copies.map(({ body }) => body.items[0]!));
    else items.push(...(this.unfold ? copies : foldCopies(copies, this.contents)));
  }

  private appendResidual(items: Item[], scope: Scope, range: Range, flow: NodeId): void {
    const entry = this.entryOf(range, flow);
    const contents = this.inside(scope.id);
    const join = contents.at(-1);
    const shortcut = contents.find(
      (content): content is Scope => !isNode(content) && content.kind === 'shortcut',
    );
    if (!join || !isNode(join) || join.op !== 'add' || join.inputs.length !== 2) {
      for (const content of contents) this.append(items, content, items.at(-1)?.exit ?? flow);
      return;
    }
    const path = this.sequence(contents.slice(0, shortcut ? -2 : -1), entry, join.inputs[0]);
    const source = shortcut ? this.entryOf(this.contents.range(shortcut.id)!, entry) : join.inputs[1]!;
    const steps = shortcut
      ? this.sequence(this.inside(shortcut.id), source, join.inputs[1])
      : sequenceOf([], source);
    const from = source === entry ? -1 : itemOf(path.items, source);
    if (from === undefined) {
      items.push(...path.items, ...steps.items);
      this.appendNode(items, join, items.at(-1)?.exit ?? flow);
      return;
    }
    const around = { kind: this.kindOf(shortcut && this.contents.range(shortcut.id)), steps, from };
    const residual: Residual = {
      kind: 'residual',
      ...this.range(range, entry, join.id),
      name: scope.path,
      ...{ path, around, join: 'add', after: [] },
    };
    items.push(residual);
  }

  /** A shortcut by what it does, however it was written. */
  private kindOf(range: Range | undefined): ShortcutKind {
    if (range === undefined) return 'identity';
    const nodes = this.contents.graph.nodes.slice(range.first, range.last + 1);
    if (nodes.some(({ op }) => op === 'conv' || op === 'linear')) return 'projection';
    const subsamples = (node: Node): boolean =>
      node.op === 'maxpool' && node.attributes.kernel.every((extent) => extent === 1);
    return nodes.some((node) => node.op === 'zero_pad' || subsamples(node)) ? 'zero_pad' : 'path';
  }

  private appendGate(items: Item[], scope: Scope, range: Range, flow: NodeId): void {
    const contents = this.inside(scope.id);
    const join = contents.at(-1) as Node;
    const entry = join.inputs[0] ?? flow;
    const body = this.sequence(contents.slice(0, -1), entry, join.inputs[1]);
    items.push({ kind: 'gate', ...this.range(range, entry, join.id), name: scope.path, body, after: [] });
  }

  private appendBranches(items: Item[], scope: Scope, range: Range, flow: NodeId): void {
    const contents = this.contents.of(scope.id);
    const join = contents.find(isNode);
    const scopes = contents.filter(isScope);
    const entry = this.entryOf(range, flow);
    if (join === undefined) {
      for (const { id } of scopes)
        for (const content of this.inside(id)) this.append(items, content, items.at(-1)?.exit ?? flow);
      return;
    }
    const paths = scopes.map(({ id }, index) => this.sequence(this.inside(id), entry, join.inputs[index]));
    const common = { ...this.range(range, entry, join.id), name: scope.path, after: [] };
    const kind = join.op as JoinKind;
    const [identity, another] = paths.filter(({ items: { length } }) => length === 0);
    const path = paths.find(({ items: { length } }) => length > 0);
    if (paths.length === 2 && identity?.exit === entry && !another && path) {
      const around = { kind: 'identity' as const, steps: identity, from: -1 };
      items.push({ kind: 'residual', ...common, ...{ path, around, join: kind } });
    } else items.push({ kind: 'fork', ...common, join: kind, paths });
  }

  /** What flows in: the value before it, where it is read at all. */
  private entryOf(range: Range, flow: NodeId): NodeId {
    const inputs = inputsOf(this.contents.graph, range);
    return inputs.includes(flow) ? flow : (inputs[0] ?? flow);
  }

  private range(range: Range, entry: NodeId, exit: NodeId) {
    return { ...range, entry, exit, inputs: inputsOf(this.contents.graph, range) };
  }
}

function takesAfter(item: Item): item is WithAfter {
  return 'after' in item;
}
