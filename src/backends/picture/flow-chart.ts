import type { NodeId } from '../../ir/graph.ts';
import { shape, short } from '../quantities.ts';
import type { Item, Picture, Role, Sequence, ShortcutKind } from './model/picture.ts';

/** A picture as boxes and arrows, for programs that lay them out themselves. */
export interface FlowChart {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly edges: readonly Edge[];
}

export type Part = Box | Cluster;

export interface Box {
  readonly kind: 'box';
  readonly id: string;
  readonly role: Role | 'join' | 'end';
  readonly lines: readonly string[];
}

export interface Cluster {
  readonly kind: 'cluster';
  readonly id: string;
  readonly lines: readonly string[];
  readonly parts: readonly Part[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly style: ShortcutKind | 'flow' | 'concat';
  /** The value's shape, where an edge says it. */
  readonly label: string;
}

/** Every operator once, copies that are folded in a cluster that says how many they are. */
export function flowChartOf(picture: Picture): FlowChart {
  const writer = new ChartWriter(picture);
  const input: Box = { kind: 'box', id: 'input', role: 'end', lines: [`input ${shape(picture.input)}`] };
  const output: Box = { kind: 'box', id: 'output', role: 'end', lines: [`output ${shape(picture.output)}`] };
  writer.make(0, 'input');
  const parts = writer.sequence(picture.body);
  writer.connect(picture.body.exit, 'output', 'flow');
  return { name: picture.name, parts: [input, ...parts, output], edges: writer.edges };
}

class ChartWriter {
  readonly edges: Edge[] = [];
  private readonly picture: Picture;
  /** The box that makes a value. */
  private readonly makers = new Map<NodeId, string>();
  private clusters = 0;

  constructor(picture: Picture) {
    this.picture = picture;
  }

  make(value: NodeId, box: string): void {
    this.makers.set(value, box);
  }

  connect(value: NodeId, to: string, style: Edge['style']): void {
    const from = this.makers.get(value);
    if (from === undefined) return;
    this.edges.push({ from, to, style, label: shape(this.picture.shapes[value]!) });
  }

  sequence({ items }: Sequence): readonly Part[] {
    return items.flatMap((item) => this.item(item));
  }

  private item(item: Item): readonly Part[] {
    switch (item.kind) {
      case 'row': {
        const box = this.box(item.exit, item.role, [item.words, ...joined(item.after)]);
        this.connect(item.entry, box.id, 'flow');
        return [box];
      }
      case 'join': {
        const box = this.box(item.exit, 'join', [item.join, ...joined(item.after)]);
        this.connect(item.entry, box.id, 'flow');
        for (const value of item.values)
          this.connect(value, box.id, item.join === 'concat' ? 'concat' : 'identity');
        return [box];
      }
      case 'residual': {
        const { kind, steps } = item.around;
        const path = this.sequence(item.path);
        const around = this.sequence(steps);
        const box = this.box(item.exit, 'join', [item.join, ...joined(item.after)]);
        this.connect(item.path.exit, box.id, 'flow');
        this.connect(steps.exit, box.id, item.join === 'concat' ? 'concat' : kind);
        return [...path, ...around, box];
      }
      case 'gate': {
        const body = this.sequence(item.body);
        const box = this.box(item.exit, 'join', ['multiply', ...joined(item.after)]);
        this.connect(item.entry, box.id, 'flow');
        this.connect(item.body.exit, box.id, 'flow');
        return [...body, box];
      }
      case 'fork': {
        const paths = item.paths.flatMap((path) => this.sequence(path));
        const box = this.box(item.exit, 'join', [item.join, ...joined(item.after)]);
        for (const path of item.paths) this.connect(path.exit, box.id, 'flow');
        return [...paths, box];
      }
      case 'copies': {
        const parts = this.sequence(item.body);
        const maker = this.makers.get(item.body.exit);
        if (maker !== undefined) this.make(item.exit, maker);
        return item.count === 1 ? parts : [this.cluster([`× ${item.count}`], parts)];
      }
      case 'frame': {
        const parts = this.sequence(item.body);
        const cost =
          item.parameters === 0 ? [] : [`${short(item.parameters)} parameters, ${short(item.macs)} MACs`];
        const title = item.words === '' ? item.title : `${item.title}: ${item.words}`;
        return [this.cluster([title, ...cost], parts)];
      }
    }
  }

  private box(value: NodeId, role: Box['role'], lines: readonly string[]): Box {
    const id = `n${value}`;
    this.make(value, id);
    return { kind: 'box', id, role, lines };
  }

  private cluster(lines: readonly string[], parts: readonly Part[]): Cluster {
    this.clusters += 1;
    return { kind: 'cluster', id: `c${this.clusters}`, lines, parts };
  }
}

const joined = (after: readonly string[]): readonly string[] =>
  after.length === 0 ? [] : [after.join(' · ')];
