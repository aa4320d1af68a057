import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A rectangle or a text of a picture, where it stands in the whole. */
export interface Shape {
  readonly element: 'rect' | 'text';
  /** Its style. */
  readonly style: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly anchor: string;
  /** Of a text: its own letters, and those of the smaller ones behind it. */
  readonly text: string;
  readonly after: string;
  /** The groups that it stands in, from the outermost. */
  readonly groups: readonly Group[];
}

export interface Group {
  /** `frame`, `copies`, …; empty for groups that only move what is in them. */
  readonly kind: string;
  readonly title: string;
  readonly name: string;
  readonly shortcut: string;
  readonly parent: Group | undefined;
  readonly texts: readonly Shape[];
}

export interface ReadSvg {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly groups: readonly Group[];
  /** Every element's name and its attributes' names, in order. */
  readonly skeleton: readonly string[];
  /** All texts, titles and descriptions. */
  readonly words: readonly string[];
}

type Attributes = Readonly<Record<string, string>>;
type Node = Readonly<Record<string, readonly Node[]>> & {
  readonly ':@'?: Attributes;
  readonly '#text'?: string;
};

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  processEntities: { enabled: true, maxTotalExpansions: 1e6, maxExpandedLength: 1e8 },
  htmlEntities: true,
});

/** Reads an SVG as any XML parser does; what is not well-formed is an error. */
export function readSvg(text: string): ReadSvg {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`not XML: ${JSON.stringify(valid.err)}`);
  const shapes: Shape[] = [];
  const groups: Group[] = [];
  const skeleton: string[] = [];
  const words: string[] = [];

  const visit = (nodes: readonly Node[], x: number, y: number, around: readonly Group[]): void => {
    for (const node of nodes) {
      const element = Object.keys(node).find((key) => key !== ':@')!;
      if (element === '#text') continue;
      const attributes = node[':@'] ?? {};
      const children = node[element]!;
      skeleton.push([element, ...Object.keys(attributes)].join(' '));
      const number = (name: string): number => Number(attributes[name] ?? 0);
      if (element === 'title' || element === 'desc') words.push(textOf(children));
      if (element === 'rect' || element === 'text') {
        const after = children.find((child) => 'tspan' in child);
        const shape: Shape = {
          element,
          style: attributes.class ?? '',
          x: x + number('x'),
          y: y + number('y'),
          width: number('width'),
          height: number('height'),
          anchor: attributes['text-anchor'] ?? 'start',
          text: textOf(children.filter((child) => !('tspan' in child))),
          after: after === undefined ? '' : textOf(after.tspan!),
          groups: around,
        };
        shapes.push(shape);
        if (element === 'text') {
          words.push(shape.text, ...(after === undefined ? [] : [shape.after]));
          for (const group of around) (group.texts as Shape[]).push(shape);
        }
        if (after !== undefined) skeleton.push('tspan');
        continue;
      }
      const [, right, down] = /^translate\((\S+) (\S+)\)$/.exec(attributes.transform ?? '') ?? [];
      let inside = around;
      if (element === 'g' && attributes.class !== undefined) {
        const title = children.find((child) => 'title' in child);
        const group: Group = {
          kind: attributes.class,
          title: title === undefined ? '' : textOf(title.title!),
          name: attributes['data-name'] ?? '',
          shortcut: attributes['data-shortcut'] ?? '',
          parent: around.at(-1),
          texts: [],
        };
        groups.push(group);
        inside = [...around, group];
      }
      visit(children, x + Number(right ?? 0), y + Number(down ?? 0), inside);
    }
  };
  const document = parser.parse(text) as readonly Node[];
  visit(document, 0, 0, []);
  const root = document.find((node) => 'svg' in node)?.[':@'] ?? {};
  return { width: Number(root.width), height: Number(root.height), shapes, groups, skeleton, words };
}

function textOf(nodes: readonly Node[]): string {
  return nodes.map((node) => node['#text'] ?? '').join('');
}

/** How many times what is in a group stands there: the product of the `× N` around it. */
export function timesOf(group: Group): number {
  let times = 1;
  for (let at: Group | undefined = group; at !== undefined; at = at.parent) {
    if (at.kind !== 'copies') continue;
    const own = at.texts.find(({ style, groups }) => style === 'times' && groups.at(-1) === at);
    times *= own === undefined ? 1 : Number(/^× (\d+)$/.exec(own.text)![1]);
  }
  return times;
}
