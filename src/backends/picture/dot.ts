import { escapeDot } from '../../emission/escape.ts';
import { type Box, type Edge, flowChartOf, type Part } from './flow-chart.ts';
import type { Picture } from './model/picture.ts';
import { themes } from './theme.ts';

const { boxes, flow } = themes.light;

const shapes: Readonly<Record<Box['role'], string>> = {
  convolution: `fillcolor="${boxes.convolution.fill}"`,
  linear: `fillcolor="${boxes.linear.fill}"`,
  pool: `fillcolor="${boxes.pool.fill}"`,
  small: `fillcolor="${boxes.small.fill}"`,
  other: `fillcolor="${boxes.other.fill}"`,
  join: 'shape=oval, fillcolor="white"',
  end: 'shape=plaintext, fillcolor="white"',
};

const styles: Readonly<Record<Edge['style'], string>> = {
  flow: '',
  identity: '',
  projection: 'penwidth=2.6',
  zero_pad: 'style=dashed',
  path: 'style=dotted',
  concat: `color="${flow}:${flow}"`,
};

/** A digraph for Graphviz. */
export function renderDot(picture: Picture): string {
  const { name, parts, edges } = flowChartOf(picture);
  const lines = [
    `digraph ${quoted([name])} {`,
    '  rankdir=TB; nodesep=0.3; ranksep=0.35; compound=true;',
    `  graph [fontname="Helvetica", fontsize=12, style=rounded, color="${boxes.frame.line}", bgcolor="white"];`,
    `  node [fontname="Helvetica", fontsize=11, shape=box, style="rounded,filled", color="${flow}", margin="0.12,0.05", height=0.3];`,
    `  edge [fontname="Helvetica", fontsize=9, color="${flow}", arrowsize=0.7];`,
    ...parts.flatMap((part) => partLines(part, '  ')),
    ...edges.map(edgeLine),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function partLines(part: Part, indent: string): readonly string[] {
  if (part.kind === 'box')
    return [`${indent}${part.id} [label=${quoted(part.lines)}, ${shapes[part.role]}];`];
  const inner = `${indent}  `;
  return [
    `${indent}subgraph cluster_${part.id} {`,
    `${inner}label=${quoted(part.lines)}; labeljust=l;`,
    ...part.parts.flatMap((child) => partLines(child, inner)),
    `${indent}}`,
  ];
}

function edgeLine({ from, to, style, label }: Edge): string {
  const attributes = [`label=${quoted([` ${label}`])}`, styles[style]].filter(
    (attribute) => attribute !== '',
  );
  return `  ${from} -> ${to} [${attributes.join(', ')}];`;
}

const quoted = (lines: readonly string[]): string => `"${lines.map(escapeDot).join('\\n')}"`;
